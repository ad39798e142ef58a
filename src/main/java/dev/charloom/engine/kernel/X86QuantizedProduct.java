package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.ejml.data.FMatrixRMaj;

/// One thread's calls of [QuantizedProductCode], with the memory for their arguments.
final class X86QuantizedProduct implements QuantizedProduct {

    private static final MethodHandle PRODUCT =
            X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final X86Code code;
    private final TileArguments arguments;
    private final float[] zeros;

    X86QuantizedProduct(X86Code code) {
        this.code = code;
        TileShape largest = code.largestQuantizedTile();
        zeros = new float[largest.columns()];
        if (code.set() == InstructionSet.AVX2) {
            arguments = new TileArguments(largest, BytePairProductCode.ARGUMENTS);
            BytePairProductCode.writeConstants(arguments.memory());
        } else {
            arguments = new TileArguments(largest);
        }
    }

    @Override
    public QuantizedMatrix operand(FMatrixRMaj source, int column, int rows, int columns, WeightBits bits) {
        return QuantizedPanels.allocate(source, column, rows, columns, bits, layout(bits));
    }

    private QuantizedLayout layout(WeightBits bits) {
        if (code.set() == InstructionSet.AVX2) {
            return QuantizedLayout.BYTES_IN_PAIRS;
        }
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
        QuantizedPanels panelsOfB = (QuantizedPanels) b;
        arguments.strides(rowBytes, accumulate ? bytes(cStride) : 0, bytes(cStride));
        arguments.terms(panelsOfB.groups() / panelsOfB.layout().groupsOfStep());
        arguments.set(QuantizedProductCode.CONSTANTS_OFFSET, panelsOfB.integerBytes());
        boolean wholePanels = columns % panelsOfB.width() == 0 && stride % panelsOfB.width() == 0;
        int panels = arguments.wholePanels(rows, column % panelsOfB.width(), columns);
        if (wholePanels && panels > 0) {
            multiplyPanels(states, rows, panelsOfB, column, panels, blocks, stride, accumulate, c, cAt);
            return;
        }
        for (int block = 0; block < blocks; block++) {
            int first = block * stride;
            multiply(states, rows, panelsOfB, column + first, columns, accumulate, c, cAt + first);
        }
    }

    /// Over whole panels, in one call.
    private void multiplyPanels(
            byte[] states,
            int rows,
            QuantizedPanels b,
            int column,
            int panels,
            int blocks,
            int stride,
            boolean accumulate,
            float[] c,
            int cAt) {
        int vectors = arguments.columns(0, b.width());
        arguments.set(TileCode.B_OFFSET, b.offset(column / b.width()));
        long at = bytes(cAt);
        int dColumn = accumulate ? Float.BYTES : 0;
        arguments.panels(panels, b.panelBytes(), 0, accumulate ? at : 0, dColumn, at);
        arguments.blocks(blocks, panels, stride / b.width(), b.panelBytes(), dColumn);
        run(code.quantizedProduct(b.bits(), rows, vectors, false), states, b, accumulate ? c : zeros, c);
    }

    private void multiply(
            byte[] states,
            int rows,
            QuantizedPanels b,
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt) {
        for (int done = 0; done < columns; ) {
            int from = (column + done) % b.width();
            int panels = arguments.wholePanels(rows, from, columns - done);
            if (panels > 0) {
                multiplyPanels(states, rows, b, column + done, panels, 1, 0, accumulate, c, cAt + done);
                done += panels * b.width();
            } else {
                int to = Math.min(from + columns - done, b.width());
                panels = to - from == b.width() ? (columns - done) / b.width() : 1;
                int panel = (column + done) / b.width();
                multiplyTiles(states, rows, b, panel, panels, from, to, accumulate, c, cAt + done);
                done += panels * (to - from);
            }
        }
    }

    /// Over columns [from, to) of some panels, all of them where there are several, in tiles of rows.
    private void multiplyTiles(
            byte[] states,
            int rows,
            QuantizedPanels b,
            int panel,
            int panels,
            int from,
            int to,
            boolean accumulate,
            float[] c,
            int cAt) {
        boolean wholly = b.layout() == QuantizedLayout.SIX_BITS;
        int skipped = wholly ? 0 : arguments.skipped(from);
        int vectors = wholly ? arguments.columnsOfWholePanel(from, to) : arguments.columns(from, to);
        boolean masked = !arguments.areWholeVectors(from, to);
        arguments.set(TileCode.B_OFFSET, b.offset(panel) + (long) skipped * QuantizedMatrix.GROUP);
        long at = bytes(cAt - (from - skipped));
        long dAt = accumulate ? at : 0;
        int dColumn = accumulate ? Float.BYTES : 0;
        for (int taller = 1; taller >= 0; taller--) {
            if (arguments.chooseTiles(rows, taller, panels, 1, to, 0, dAt, at, b.panelBytes(), dColumn)) {
                MemorySegment function =
                        code.quantizedProduct(b.bits(), arguments.height(rows, taller), vectors, masked);
                run(function, states, b, accumulate ? c : zeros, c);
            }
        }
    }

    private static long bytes(long floats) {
        return floats * Float.BYTES;
    }

    private void run(MemorySegment function, byte[] states, QuantizedPanels b, float[] d, float[] c) {
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
