package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// One thread's calls of [Int8ProductCode], with the memory for their arguments.
final class Avx512Int8Product implements Int8Product {

    private static final MethodHandle PRODUCT =
            Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private static final float[] ZEROS = new float[Int8Matrix.WIDTH];

    private final TileArguments arguments = new TileArguments(Int8ProductCode.LARGEST);

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
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt,
            int cStride) {
        arguments.strides(rowBytes, accumulate ? bytes(cStride) : 0, bytes(cStride));
        arguments.terms(b.groups());
        arguments.set(Int8ProductCode.CONSTANTS_OFFSET, (long) b.groups() * Int8Matrix.ROW_BYTES);
        float[] d = accumulate ? c : ZEROS;
        for (int done = 0; done < columns; ) {
            int panel = (column + done) / Int8Matrix.WIDTH;
            int from = (column + done) % Int8Matrix.WIDTH;
            int panels = arguments.wholePanels(rows, from, columns - done);
            if (panels > 0) {
                int vectors = arguments.columns(0, Int8Matrix.WIDTH);
                arguments.set(TileCode.B_OFFSET, b.offset(panel));
                long at = bytes(cAt + done);
                arguments.panels(panels, b.panelBytes(), 0, accumulate ? at : 0, accumulate ? Float.BYTES : 0, at);
                run(rows, vectors, states, b, d, c);
                done += panels * Int8Matrix.WIDTH;
            } else {
                int to = Math.min(from + columns - done, Int8Matrix.WIDTH);
                int skipped = TileArguments.skipped(from);
                int vectors = arguments.columns(from, to);
                arguments.set(TileCode.B_OFFSET, b.offset(panel) + (long) skipped * Int8Matrix.GROUP);
                long at = bytes(cAt + done - (from - skipped));
                for (int taller = 1; taller >= 0; taller--) {
                    int height = arguments.tiles(rows, taller, 0, accumulate ? at : 0, at);
                    if (height > 0) {
                        run(height, vectors, states, b, d, c);
                    }
                }
                done += to - from;
            }
        }
    }

    private static long bytes(long floats) {
        return floats * Float.BYTES;
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
