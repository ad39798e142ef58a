package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/// `C ← D + A·B` for some columns of a [QuantizedMatrix].
sealed interface QuantizedProduct permits X86QuantizedProduct, JavaQuantizedProduct {

    /// The fastest one that runs here.
    static QuantizedProduct fastest() {
        for (InstructionSet set : List.of(InstructionSet.AVX512, InstructionSet.AVX2)) {
            try {
                X86Code code = X86Code.of(set);
                if (code.multipliesBytes()) {
                    return new X86QuantizedProduct(code);
                }
            } catch (KernelUnavailable e) {
                // The next one may be there; whoever asks for a kernel by name is told.
            }
        }
        return new JavaQuantizedProduct();
    }

    /// An operand as this reads it, see [Blas#operand].
    QuantizedMatrix operand(FMatrixRMaj source, int column, int rows, int columns, WeightBits bits);

    /// Another one, for another thread.
    QuantizedProduct forAnotherThread();

    /// Over several blocks of `columns` columns of B, the first one from `column` on, the others `stride` columns
    /// apart. They lie as far apart in C.
    ///
    /// @param states u of the states, `rows` rows of `rowBytes` bytes
    /// @param b one of this kind's own operands
    /// @param accumulate whether D is C itself; else it is zero
    /// @param c out: the element for column `column` of the first row at `cAt`
    void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            QuantizedMatrix b,
            int column,
            int columns,
            int blocks,
            int stride,
            boolean accumulate,
            float[] c,
            int cAt,
            int cStride);
}
