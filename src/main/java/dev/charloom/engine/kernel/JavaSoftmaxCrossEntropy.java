package dev.charloom.engine.kernel;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// [SoftmaxCrossEntropy] in plain Java.
final class JavaSoftmaxCrossEntropy extends SoftmaxCrossEntropy {

    private final float[] parts = new float[PARTS];

    @Override
    void softmax(FMatrixRMaj X, int row, int rows, float scale, float[] maxima, float[] sums) {
        int width = X.numCols;
        float[] x = X.data;
        for (int r = 0; r < rows; r++) {
            maxima[r] = subtractMaximum(x, (row + r) * width, width);
        }
        Activations.expOfNonPositive(x, row * width, (row + rows) * width);
        for (int r = 0; r < rows; r++) {
            int at = (row + r) * width;
            sums[r] = sum(x, at, width);
            multiply(x, at, width, scale / sums[r]);
        }
    }

    private static float subtractMaximum(float[] x, int at, int width) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = at; j < at + width; j++) {
            max = Math.max(max, x[j]);
        }
        for (int j = at; j < at + width; j++) {
            x[j] -= max;
        }
        return max;
    }

    private float sum(float[] x, int at, int width) {
        Arrays.fill(parts, 0f);
        int end = at + width;
        int j = at;
        for (; j + PARTS <= end; j += PARTS) {
            for (int part = 0; part < PARTS; part++) {
                parts[part] += x[j + part];
            }
        }
        for (int part = 0; j < end; part++, j++) {
            parts[part] += x[j];
        }
        for (int half = PARTS / 2; half > 0; half /= 2) {
            for (int part = 0; part < half; part++) {
                parts[part] += parts[part + half];
            }
        }
        return parts[0];
    }

    private static void multiply(float[] x, int at, int width, float factor) {
        for (int j = at; j < at + width; j++) {
            x[j] *= factor;
        }
    }
}
