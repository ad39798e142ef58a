package dev.charloom.engine;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// Layer normalisation of the products that make up the gates (J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer
/// Normalization", 2016), each gate for itself and, as there, the product of the input apart from that of the state:
///
/// ```
/// y = g∘x̂,   x̂ = (x − μ)/σ,   μ and σ² + ε the mean and variance of the H elements of a gate
/// ```
///
/// What the other terms of a gate add, the bias among them, comes after it.
final class LayerNorm {

    private static final double EPSILON = 1e-5;

    private final FMatrixRMaj gain; // 1×G·H
    private final int hidden;

    /// @param gain `g`, of all gates of a layer
    LayerNorm(FMatrixRMaj gain, int hidden) {
        this.gain = gain;
        this.hidden = hidden;
    }

    /// `out ← out + g∘x̂`, and what backward needs.
    ///
    /// @param X the products of all gates of the layer in, x̂ out
    /// @param scales 1/σ of each row and gate, out: N×G
    /// @param row of X, and of the others
    /// @param firstGate the first gate that is normalised
    /// @param outGate the gate of `out` that the first one is added to
    void addTo(FMatrixRMaj out, int outGate, FMatrixRMaj X, FMatrixRMaj scales, int row, int firstGate, int gates) {
        for (int gate = 0; gate < gates; gate++) {
            int column = (firstGate + gate) * hidden;
            int at = row * X.numCols + column;
            scales.data[row * scales.numCols + firstGate + gate] = normalise(X.data, at);
            int outAt = row * out.numCols + (outGate + gate) * hidden;
            for (int j = 0; j < hidden; j++) {
                out.data[outAt + j] += gain.data[column + j] * X.data[at + j];
            }
        }
    }

    /// @return 1/σ
    private float normalise(float[] x, int at) {
        double sum = 0;
        for (int j = 0; j < hidden; j++) {
            sum += x[at + j];
        }
        float mean = (float) (sum / hidden);
        double squares = 0;
        for (int j = 0; j < hidden; j++) {
            x[at + j] -= mean;
            squares += (double) x[at + j] * x[at + j];
        }
        float scale = (float) (1 / Math.sqrt(squares / hidden + EPSILON));
        for (int j = 0; j < hidden; j++) {
            x[at + j] *= scale;
        }
        return scale;
    }

    /// Gradients of the products from those of the normalised ones: with d = g∘dy,
    ///
    /// ```
    /// dx = (d − mean(d) − x̂∘mean(d∘x̂))/σ
    /// ```
    ///
    /// @param dY gradients of what [#addTo] added, from gate `gate`
    /// @param X x̂
    /// @param dX out; may be `X`
    void backward(
            FMatrixRMaj dY,
            int gate,
            FMatrixRMaj X,
            FMatrixRMaj scales,
            FMatrixRMaj dX,
            int row,
            int firstGate,
            int gates) {
        for (int k = 0; k < gates; k++) {
            int column = (firstGate + k) * hidden;
            int at = row * X.numCols + column;
            int dAt = row * dY.numCols + (gate + k) * hidden;
            double sum = 0;
            double product = 0;
            for (int j = 0; j < hidden; j++) {
                double d = gain.data[column + j] * dY.data[dAt + j];
                sum += d;
                product += d * X.data[at + j];
            }
            float mean = (float) (sum / hidden);
            float slope = (float) (product / hidden);
            float scale = scales.data[row * scales.numCols + firstGate + k];
            for (int j = 0; j < hidden; j++) {
                float d = gain.data[column + j] * dY.data[dAt + j];
                dX.data[at + j] = (d - mean - X.data[at + j] * slope) * scale;
            }
        }
    }

    /// The worker's share of the gradients of the gains: `dg ← [dg +] Σ dy∘x̂` over `rows` rows from
    /// `first`. With row 0 the sum begins.
    ///
    /// @param dY gradients, from column `dColumn`
    /// @param X x̂, from column `column`, `columns` of them
    /// @param dGain modified: the same columns as those of X
    static void addGradients(
            FMatrixRMaj dY,
            int first,
            int dColumn,
            FMatrixRMaj X,
            int column,
            int columns,
            int rows,
            FMatrixRMaj dGain,
            Worker worker) {
        int from = worker.shareStart(columns);
        int to = worker.shareEnd(columns);
        if (first == 0) {
            Arrays.fill(dGain.data, column + from, column + to, 0f);
        }
        for (int row = first; row < first + rows; row++) {
            int dAt = row * dY.numCols + dColumn;
            int at = row * X.numCols + column;
            for (int j = from; j < to; j++) {
                dGain.data[column + j] += dY.data[dAt + j] * X.data[at + j];
            }
        }
    }
}
