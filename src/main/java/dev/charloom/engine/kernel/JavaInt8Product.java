package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/// In plain Java: the same integers, and the same bits, as in machine code.
final class JavaInt8Product implements Int8Product {

    private byte[] integers = new byte[0];
    private final int[] sums = new int[Int8Matrix.WIDTH];
    private final int[] offsets = new int[Int8Matrix.WIDTH];
    private final float[] factors = new float[Int8Matrix.WIDTH];

    @Override
    public Int8Product forAnotherThread() {
        return new JavaInt8Product();
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
        fetch(b, panel);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(offsets, 0, sums, 0, sums.length);
            for (int group = 0; group < b.groups(); group++) {
                addGroup(states, row * rowBytes + group * Int8Matrix.GROUP, group * Int8Matrix.ROW_BYTES);
            }
            for (int n = from; n < to; n++) {
                float initial = d[dAt + row * dStride + n - from];
                c[cAt + row * cStride + n - from] = Math.fma((float) sums[n], factors[n], initial);
            }
        }
    }

    private void fetch(Int8Matrix b, int panel) {
        int bytes = b.groups() * Int8Matrix.ROW_BYTES;
        if (integers.length < bytes) {
            integers = new byte[bytes];
        }
        MemorySegment.copy(b.memory(), JAVA_BYTE, b.offset(panel), integers, 0, bytes);
        MemorySegment.copy(b.memory(), JAVA_INT, b.offset(panel) + bytes, offsets, 0, offsets.length);
        MemorySegment.copy(
                b.memory(), JAVA_FLOAT, b.offset(panel) + bytes + Int8Matrix.ROW_BYTES, factors, 0, factors.length);
    }

    private void addGroup(byte[] states, int at, int group) {
        int u0 = states[at] & 0xFF;
        int u1 = states[at + 1] & 0xFF;
        int u2 = states[at + 2] & 0xFF;
        int u3 = states[at + 3] & 0xFF;
        for (int n = 0; n < Int8Matrix.WIDTH; n++) {
            int q = group + n * Int8Matrix.GROUP;
            sums[n] += u0 * integers[q] + u1 * integers[q + 1] + u2 * integers[q + 2] + u3 * integers[q + 3];
        }
    }
}
