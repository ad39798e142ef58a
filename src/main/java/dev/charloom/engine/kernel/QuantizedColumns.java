package dev.charloom.engine.kernel;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// Neighbouring columns of a matrix of weights in integers: what a [QuantizedMatrix] is made of.
final class QuantizedColumns {

    private final FMatrixRMaj source;
    private final int rows;
    private final WeightBits bits;
    private final int unit;
    private final int width;
    private final byte[] integers;
    private final int[] offsets;
    private final float[] factors;

    /// @param rows K
    /// @param unit what an integer will count for in the sums
    /// @param width most columns at a time
    QuantizedColumns(FMatrixRMaj source, int rows, WeightBits bits, int unit, int width) {
        this.source = source;
        this.rows = rows;
        this.bits = bits;
        this.unit = unit;
        this.width = width;
        integers = new byte[rows * width];
        offsets = new int[width];
        factors = new float[width];
    }

    /// Takes `count` columns, the first at `column`; the others become zero.
    void quantize(int column, int count) {
        Arrays.fill(integers, (byte) 0);
        Arrays.fill(offsets, 0);
        Arrays.fill(factors, 0f);
        scales(column, count);
        for (int k = 0; k < rows; k++) {
            int row = k * source.numCols + column;
            for (int n = 0; n < count; n++) {
                int q = factors[n] == 0 ? 0 : Math.round(source.data[row + n] / factors[n]);
                integers[k * width + n] = (byte) q;
                offsets[n] += q;
            }
        }
        for (int n = 0; n < count; n++) {
            offsets[n] *= -QuantizedMatrix.SHIFT * unit;
            factors[n] /= QuantizedMatrix.STATE_LIMIT * unit;
        }
    }

    /// Of every column, such that the largest weight becomes the largest integer.
    private void scales(int column, int count) {
        for (int k = 0; k < rows; k++) {
            int row = k * source.numCols + column;
            for (int n = 0; n < count; n++) {
                factors[n] = Math.max(factors[n], Math.abs(source.data[row + n]));
            }
        }
        for (int n = 0; n < count; n++) {
            factors[n] /= bits.limit();
        }
    }

    /// q of column n in row k; 0 where there is no such row.
    byte integer(int k, int n) {
        return k < rows ? integers[k * width + n] : 0;
    }

    /// One for each column. The columns' own array, as that of the factors.
    int[] offsets() {
        return offsets;
    }

    /// One for each column.
    float[] factors() {
        return factors;
    }
}
