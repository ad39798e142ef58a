package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/// In plain Java: the same integers, and the same bits, as in machine code.
final class JavaQuantizedProduct implements QuantizedProduct {

    private static final QuantizedLayout LAYOUT = QuantizedLayout.BYTES;
    private static final int WIDTH = LAYOUT.width();

    private byte[] integers = new byte[0];
    private final int[] sums = new int[WIDTH];
    private final int[] offsets = new int[WIDTH];
    private final float[] factors = new float[WIDTH];

    @Override
    public QuantizedLayout layout(WeightBits bits) {
        return LAYOUT;
    }

    @Override
    public QuantizedProduct forAnotherThread() {
        return new JavaQuantizedProduct();
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
        for (int block = 0; block < blocks; block++) {
            int first = block * stride;
            multiply(states, rowBytes, rows, b, column + first, columns, accumulate, c, cAt + first, cStride);
        }
    }

    private void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            QuantizedMatrix b,
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt,
            int cStride) {
        for (int done = 0; done < columns; ) {
            int from = (column + done) % WIDTH;
            int to = Math.min(from + columns - done, WIDTH);
            fetch(b, (column + done) / WIDTH);
            for (int row = 0; row < rows; row++) {
                sum(states, row * rowBytes, b.groups());
                store(from, to, accumulate, c, cAt + row * cStride + done);
            }
            done += to - from;
        }
    }

    private void sum(byte[] states, int at, int groups) {
        System.arraycopy(offsets, 0, sums, 0, sums.length);
        for (int group = 0; group < groups; group++) {
            addGroup(states, at + group * QuantizedMatrix.GROUP, group * LAYOUT.rowBytes());
        }
    }

    private void store(int from, int to, boolean accumulate, float[] c, int at) {
        for (int n = from; n < to; n++) {
            float initial = accumulate ? c[at + n - from] : 0f;
            c[at + n - from] = Math.fma((float) sums[n], factors[n], initial);
        }
    }

    private void fetch(QuantizedMatrix b, int panel) {
        int bytes = b.integerBytes();
        if (integers.length < bytes) {
            integers = new byte[bytes];
        }
        MemorySegment.copy(b.memory(), JAVA_BYTE, b.offset(panel), integers, 0, bytes);
        MemorySegment.copy(b.memory(), JAVA_INT, b.offset(panel) + bytes, offsets, 0, offsets.length);
        MemorySegment.copy(
                b.memory(), JAVA_FLOAT, b.offset(panel) + bytes + LAYOUT.rowBytes(), factors, 0, factors.length);
    }

    private void addGroup(byte[] states, int at, int group) {
        int u0 = states[at] & 0xFF;
        int u1 = states[at + 1] & 0xFF;
        int u2 = states[at + 2] & 0xFF;
        int u3 = states[at + 3] & 0xFF;
        for (int n = 0; n < WIDTH; n++) {
            int q = group + n * QuantizedMatrix.GROUP;
            sums[n] += u0 * integers[q] + u1 * integers[q + 1] + u2 * integers[q + 2] + u3 * integers[q + 3];
        }
    }
}
