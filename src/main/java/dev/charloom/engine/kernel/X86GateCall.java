package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.ejml.data.FMatrixRMaj;

/// One thread's calls of the gate kernels in machine code, with the memory for their arguments.
final class X86GateCall {

    private static final MethodHandle GATES =
            X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final X86Code code;
    private final int firstUnit;
    private final long paddedUnits;
    private final boolean masked;
    private final MemorySegment arguments;

    /// @param hidden units of each layer, `H`
    /// @param firstUnit the first of those that are computed
    /// @param units how many
    X86GateCall(X86Code code, int hidden, int firstUnit, int units) {
        this.code = code;
        this.firstUnit = firstUnit;
        InstructionSet set = code.set();
        int vectors = Math.max(1, Math.ceilDiv(units, set.lanes()));
        int last = units - (vectors - 1) * set.lanes();
        paddedUnits = (long) vectors * set.lanes();
        masked = units < paddedUnits;
        arguments = X86Code.arguments(GateCode.arguments(set));
        GateCode.writeConstants(set, arguments);
        set.writeMask(arguments, GateCode.LAST_MASK * Long.BYTES, (1L << last) - 1);
        set(GateCode.VECTORS, vectors);
        set(GateCode.GATE_STRIDE, (long) hidden * Float.BYTES);
    }

    /// A matrix of the next [#run], from row `row` on.
    ///
    /// @param index its place among the program's matrices
    void matrix(int index, FMatrixRMaj m, int row) {
        set(GateCode.OFFSETS + index, ((long) row * m.numCols + firstUnit) * Float.BYTES);
        set(GateCode.SKIPS + index, (m.numCols - paddedUnits) * Float.BYTES);
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
                    code.gates(program, masked),
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
