package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.ejml.data.FMatrixRMaj;

/// One thread's calls of the gate kernels in machine code, with the memory for their arguments.
final class Avx512GateCall {

    private static final MethodHandle GATES =
            Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final int firstUnit;
    private final int vectors;
    private final MemorySegment arguments = Avx512Code.arguments(GateCode.ARGUMENTS);

    /// @param hidden units of each layer, `H`
    /// @param firstUnit the first of those that are computed
    /// @param units how many
    Avx512GateCall(int hidden, int firstUnit, int units) {
        this.firstUnit = firstUnit;
        vectors = Math.max(1, Math.ceilDiv(units, TileCode.LANES));
        int last = units - (vectors - 1) * TileCode.LANES;
        set(GateCode.VECTORS, vectors);
        set(GateCode.LAST_MASK, (1L << last) - 1);
        set(GateCode.GATE_STRIDE, (long) hidden * Float.BYTES);
    }

    /// A matrix of the next [#run], from row `row` on.
    ///
    /// @param index its place among the program's matrices
    void matrix(int index, FMatrixRMaj m, int row) {
        set(GateCode.OFFSETS + index, ((long) row * m.numCols + firstUnit) * Float.BYTES);
        set(GateCode.SKIPS + index, ((long) m.numCols - (long) vectors * TileCode.LANES) * Float.BYTES);
    }

    /// Runs a program over `rows` rows of its matrices; where it has fewer than six, any matrix stands in for the rest.
    void run(
            GateProgram program,
            int rows,
            FMatrixRMaj m0,
            FMatrixRMaj m1,
            FMatrixRMaj m2,
            FMatrixRMaj m3,
            FMatrixRMaj m4,
            FMatrixRMaj m5) {
        if (rows == 0) {
            return;
        }
        set(GateCode.ROWS, rows);
        try {
            GATES.invokeExact(
                    Avx512Code.gates(program),
                    arguments,
                    MemorySegment.ofArray(m0.data),
                    MemorySegment.ofArray(m1.data),
                    MemorySegment.ofArray(m2.data),
                    MemorySegment.ofArray(m3.data),
                    MemorySegment.ofArray(m4.data),
                    MemorySegment.ofArray(m5.data));
        } catch (Throwable e) {
            throw new IllegalStateException("the gates could not be called", e);
        }
    }

    private void set(int argument, long value) {
        arguments.setAtIndex(JAVA_LONG, argument, value);
    }
}
