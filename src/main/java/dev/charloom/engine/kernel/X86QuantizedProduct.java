package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// One thread's calls of [Int8ProductCode], with the memory for their arguments.
final class X86QuantizedProduct implements QuantizedProduct {

    private static final MethodHandle PRODUCT =
            X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private static final float[] ZEROS = new float[QuantizedMatrix.WIDTH];

    private final X86Code code;
    private final TileArguments arguments = new TileArguments(Int8ProductCode.LARGEST);

    X86QuantizedProduct(X86Code code) {
        this.code = code;
    }

    @Override
    public QuantizedLayout layout(WeightBits bits) {
        return bits == WeightBits.SIX ? QuantizedLayout.SIX_BITS : QuantizedLayout.BYTES;
    }

    @Override
    public QuantizedProduct forAnotherThread() {
        return new X86QuantizedProduct(code);
    }

    @Override
    public void multiply(
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
            int cStride) {
        arguments.strides(rowBytes, accumulate ? bytes(cStride) : 0, bytes(cStride));
        arguments.terms(b.groups());
        arguments.set(Int8ProductCode.CONSTANTS_OFFSET, b.integerBytes());
        boolean wholePanels = columns % QuantizedMatrix.WIDTH == 0 && stride % QuantizedMatrix.WIDTH == 0;
        int panels = arguments.wholePanels(rows, column % QuantizedMatrix.WIDTH, columns);
        if (wholePanels && panels > 0) {
            multiplyPanels(states, rows, b, column, panels, blocks, stride, accumulate, c, cAt);
            return;
        }
        for (int block = 0; block < blocks; block++) {
            int first = block * stride;
            multiply(states, rows, b, column + first, columns, accumulate, c, cAt + first);
        }
    }

    /// Over whole panels, in one call.
    private void multiplyPanels(
            byte[] states,
            int rows,
            QuantizedMatrix b,
            int column,
            int panels,
            int blocks,
            int stride,
            boolean accumulate,
            float[] c,
            int cAt) {
        int vectors = arguments.columns(0, QuantizedMatrix.WIDTH);
        arguments.set(TileCode.B_OFFSET, b.offset(column / QuantizedMatrix.WIDTH));
        long at = bytes(cAt);
        int dColumn = accumulate ? Float.BYTES : 0;
        arguments.panels(panels, b.panelBytes(), 0, accumulate ? at : 0, dColumn, at);
        arguments.blocks(blocks, panels, stride / QuantizedMatrix.WIDTH, b.panelBytes(), dColumn);
        run(function(rows, vectors, b), states, b, accumulate ? c : ZEROS, c);
    }

    private void multiply(
            byte[] states,
            int rows,
            QuantizedMatrix b,
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt) {
        float[] d = accumulate ? c : ZEROS;
        for (int done = 0; done < columns; ) {
            int panel = (column + done) / QuantizedMatrix.WIDTH;
            int from = (column + done) % QuantizedMatrix.WIDTH;
            int panels = arguments.wholePanels(rows, from, columns - done);
            if (panels > 0) {
                multiplyPanels(states, rows, b, column + done, panels, 1, 0, accumulate, c, cAt + done);
                done += panels * QuantizedMatrix.WIDTH;
            } else {
                int to = Math.min(from + columns - done, QuantizedMatrix.WIDTH);
                boolean wholly = b.layout() == QuantizedLayout.SIX_BITS;
                int skipped = wholly ? 0 : arguments.skipped(from);
                int vectors = wholly ? arguments.columnsOfWholePanel(from, to) : arguments.columns(from, to);
                arguments.set(TileCode.B_OFFSET, b.offset(panel) + (long) skipped * QuantizedMatrix.GROUP);
                long at = bytes(cAt + done - (from - skipped));
                for (int taller = 1; taller >= 0; taller--) {
                    if (arguments.chooseTiles(rows, taller, 0, accumulate ? at : 0, at)) {
                        run(function(arguments.height(rows, taller), vectors, b), states, b, d, c);
                    }
                }
                done += to - from;
            }
        }
    }

    private static long bytes(long floats) {
        return floats * Float.BYTES;
    }

    private MemorySegment function(int rows, int vectors, QuantizedMatrix b) {
        return b.layout() == QuantizedLayout.SIX_BITS ? code.int6Product(rows) : code.int8Product(rows, vectors);
    }

    private void run(MemorySegment function, byte[] states, QuantizedMatrix b, float[] d, float[] c) {
        try {
            PRODUCT.invokeExact(
                    function,
                    MemorySegment.ofArray(states),
                    b.memory(),
                    MemorySegment.ofArray(d),
                    MemorySegment.ofArray(c),
                    arguments.memory());
        } catch (Throwable e) {
            throw new IllegalStateException("a product with integers could not be called", e);
        }
    }
}
