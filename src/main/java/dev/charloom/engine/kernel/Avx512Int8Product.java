package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// One thread's calls of [Int8ProductCode], with the memory for their arguments.
final class Avx512Int8Product implements Int8Product {

    private static final MethodHandle PRODUCT =
            Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final TileArguments arguments = new TileArguments();

    @Override
    public Int8Product forAnotherThread() {
        return new Avx512Int8Product();
    }

    @Override
    public void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            Int8Matrix b,
            int panel,
            int from,
            int to,
            float[] d,
            int dAt,
            int dStride,
            float[] c,
            int cAt,
            int cStride) {
        int skipped = TileArguments.skipped(from);
        int vectors = arguments.columns(from, to);
        arguments.strides(rowBytes, (long) dStride * Float.BYTES, (long) cStride * Float.BYTES);
        arguments.set(TileCode.B_OFFSET, b.offset(panel) + (long) skipped * Int8Matrix.GROUP);
        arguments.set(TileCode.TERMS, b.groups());
        arguments.set(Int8ProductCode.CONSTANTS_OFFSET, (long) b.groups() * Int8Matrix.ROW_BYTES);
        long dStart = (long) (dAt - (from - skipped)) * Float.BYTES;
        long cStart = (long) (cAt - (from - skipped)) * Float.BYTES;
        for (int taller = 1; taller >= 0; taller--) {
            int height = arguments.tiles(rows, taller, 0, dStart, cStart);
            if (height > 0) {
                run(height, vectors, states, b, d, c);
            }
        }
    }

    private void run(int rows, int vectors, byte[] states, Int8Matrix b, float[] d, float[] c) {
        try {
            PRODUCT.invokeExact(
                    Avx512Code.int8Product(rows, vectors),
                    MemorySegment.ofArray(states),
                    b.memory(),
                    MemorySegment.ofArray(d),
                    MemorySegment.ofArray(c),
                    arguments.memory());
        } catch (Throwable e) {
            throw new IllegalStateException("the product in 8 bits could not be called", e);
        }
    }
}
