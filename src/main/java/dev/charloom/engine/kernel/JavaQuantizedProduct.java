package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import org.ejml.data.FMatrixRMaj;

/// In plain Java: the same integers, and the same bits, as in machine code.
///
/// The loops begin at the first column of a panel, whichever the first one wanted is: C2 vectorises no others.
final class JavaQuantizedProduct implements QuantizedProduct {

    private final int[] sums = new int[QuantizedRows.WIDTH];
    private final int[] sumsBelow = new int[QuantizedRows.WIDTH]; // of the next row

    @Override
    public QuantizedMatrix operand(FMatrixRMaj source, int column, int rows, int columns, WeightBits bits) {
        return QuantizedRows.allocate(source, column, rows, columns, bits);
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
            multiply(
                    states,
                    rowBytes,
                    rows,
                    (QuantizedRows) b,
                    column + first,
                    columns,
                    accumulate,
                    c,
                    cAt + first,
                    cStride);
        }
    }

    private void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            QuantizedRows b,
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt,
            int cStride) {
        for (int done = 0; done < columns; ) {
            int panel = (column + done) / QuantizedRows.WIDTH;
            int from = (column + done) % QuantizedRows.WIDTH;
            int to = Math.min(from + columns - done, QuantizedRows.WIDTH);
            for (int row = 0; row < rows; row += 2) {
                int at = cAt + row * cStride + done;
                if (row + 1 < rows) {
                    sumTwoRows(states, row * rowBytes, rowBytes, b, panel, to);
                    store(sumsBelow, b.factors()[panel], from, to, accumulate, c, at + cStride);
                } else {
                    sumRow(states, row * rowBytes, b, panel, to);
                }
                store(sums, b.factors()[panel], from, to, accumulate, c, at);
            }
            done += to - from;
        }
    }

    private void sumRow(byte[] states, int at, QuantizedRows b, int panel, int columns) {
        System.arraycopy(b.offsets()[panel], 0, sums, 0, columns);
        int[][] pairs = b.pairs()[panel];
        for (int pair = 0; pair < pairs.length; pair += 2) {
            int k = at + 2 * pair;
            addGroup(
                    sums,
                    pairs[pair],
                    pairs[pair + 1],
                    states[k] & 0xFF,
                    states[k + 1] & 0xFF,
                    states[k + 2] & 0xFF,
                    states[k + 3] & 0xFF,
                    columns);
        }
    }

    private void sumTwoRows(byte[] states, int at, int rowBytes, QuantizedRows b, int panel, int columns) {
        System.arraycopy(b.offsets()[panel], 0, sums, 0, columns);
        System.arraycopy(b.offsets()[panel], 0, sumsBelow, 0, columns);
        int[][] pairs = b.pairs()[panel];
        for (int pair = 0; pair < pairs.length; pair += 2) {
            int k = at + 2 * pair;
            int below = k + rowBytes;
            addGroupToTwoRows(
                    sums,
                    sumsBelow,
                    pairs[pair],
                    pairs[pair + 1],
                    states[k] & 0xFF,
                    states[k + 1] & 0xFF,
                    states[k + 2] & 0xFF,
                    states[k + 3] & 0xFF,
                    states[below] & 0xFF,
                    states[below + 1] & 0xFF,
                    states[below + 2] & 0xFF,
                    states[below + 3] & 0xFF,
                    columns);
        }
    }

    private static void addGroup(int[] sums, int[] first, int[] second, int u0, int u1, int u2, int u3, int columns) {
        for (int n = 0; n < columns; n++) {
            int q01 = first[n];
            int q23 = second[n];
            sums[n] += u0 * (q01 << 16 >> 16) + u1 * (q01 >> 16) + u2 * (q23 << 16 >> 16) + u3 * (q23 >> 16);
        }
    }

    private static void addGroupToTwoRows(
            int[] sums,
            int[] sumsBelow,
            int[] first,
            int[] second,
            int u0,
            int u1,
            int u2,
            int u3,
            int v0,
            int v1,
            int v2,
            int v3,
            int columns) {
        for (int n = 0; n < columns; n++) {
            int q0 = first[n] << 16 >> 16;
            int q1 = first[n] >> 16;
            int q2 = second[n] << 16 >> 16;
            int q3 = second[n] >> 16;
            sums[n] += u0 * q0 + u1 * q1 + u2 * q2 + u3 * q3;
            sumsBelow[n] += v0 * q0 + v1 * q1 + v2 * q2 + v3 * q3;
        }
    }

    private static void store(int[] sums, float[] factors, int from, int to, boolean accumulate, float[] c, int at) {
        for (int n = from; n < to; n++) {
            float initial = accumulate ? c[at + n - from] : 0f;
            c[at + n - from] = fma((float) sums[n], factors[n], initial);
        }
    }
}
