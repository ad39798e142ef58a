package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.ejml.data.FMatrixRMaj;

/// [SoftmaxCrossEntropy] in machine code: [SoftmaxCode].
final class X86SoftmaxCrossEntropy extends SoftmaxCrossEntropy {

    private static final MethodHandle SOFTMAX =
            X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final X86Code code;
    private final MemorySegment arguments;

    X86SoftmaxCrossEntropy(X86Code code) {
        this.code = code;
        arguments = X86Code.arguments(SoftmaxCode.ARGUMENTS);
    }

    @Override
    void softmax(FMatrixRMaj X, int row, int rows, float scale, float[] maxima, float[] sums) {
        boolean masked = SoftmaxCode.setWidth(code.set(), arguments, X.numCols);
        arguments.setAtIndex(JAVA_LONG, SoftmaxCode.ROWS, rows);
        arguments.setAtIndex(JAVA_LONG, SoftmaxCode.OFFSET, (long) row * X.numCols * Float.BYTES);
        arguments.set(JAVA_FLOAT, SoftmaxCode.SCALE * Long.BYTES, scale);
        try {
            SOFTMAX.invokeExact(
                    code.softmax(masked),
                    arguments,
                    MemorySegment.ofArray(X.data),
                    MemorySegment.ofArray(maxima),
                    MemorySegment.ofArray(sums));
        } catch (Throwable e) {
            throw new IllegalStateException("softmax could not be called", e);
        }
    }
}
