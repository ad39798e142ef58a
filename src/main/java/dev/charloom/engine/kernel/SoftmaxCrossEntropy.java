package dev.charloom.engine.kernel;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// Softmax and cross-entropy fused: losses and gradients of the logits, row by row.
///
/// An instance belongs to one thread. All compute the same bits: a row's exponentials are summed up in [#PARTS] parts,
/// each of those that lie so many apart, and these by halves.
public abstract sealed class SoftmaxCrossEntropy permits X86SoftmaxCrossEntropy, JavaSoftmaxCrossEntropy {

    static final int PARTS = 16;

    /// Rows at a time, which stay in the cache in between.
    private static final int BLOCK_ROWS = 64;

    private final float[] targetLogits = new float[BLOCK_ROWS];
    private final float[] maxima = new float[BLOCK_ROWS];
    private final float[] sums = new float[BLOCK_ROWS];

    /// Losses of rows [from, to) and, in place of the logits, their gradients `scale·(softmax − onehot(target))`.
    ///
    /// @param logits rows of V: logits in, gradients out
    /// @param targets the id each row should have given; a negative one is not scored: loss and gradient are zero
    /// @param scale what the sum of the losses is multiplied with, for instance 1/rows for a mean
    /// @param losses out: negative log-likelihood of each row in nats
    public final void lossAndGradient(
            FMatrixRMaj logits, int[] targets, int from, int to, float scale, double[] losses) {
        for (int first = from; first < to; first += BLOCK_ROWS) {
            int end = Math.min(to, first + BLOCK_ROWS);
            losses(logits, targets, first, end, scale, losses);
            subtractTargets(logits, targets, first, end, scale);
        }
    }

    /// Losses of rows [from, to) alone; the logits are used up.
    public final void loss(FMatrixRMaj logits, int[] targets, int from, int to, double[] losses) {
        for (int first = from; first < to; first += BLOCK_ROWS) {
            losses(logits, targets, first, Math.min(to, first + BLOCK_ROWS), 1f, losses);
        }
    }

    private void losses(FMatrixRMaj logits, int[] targets, int from, int to, float scale, double[] losses) {
        for (int row = from; row < to; row++) {
            if (targets[row] >= 0) {
                targetLogits[row - from] = logits.data[row * logits.numCols + targets[row]];
            }
        }
        softmax(logits, from, to - from, scale, maxima, sums);
        for (int row = from; row < to; row++) {
            int at = row - from;
            losses[row] = targets[row] < 0 ? 0 : Math.log(sums[at]) - (targetLogits[at] - maxima[at]);
        }
    }

    private static void subtractTargets(FMatrixRMaj softmax, int[] targets, int from, int to, float scale) {
        int width = softmax.numCols;
        for (int row = from; row < to; row++) {
            if (targets[row] < 0) {
                Arrays.fill(softmax.data, row * width, (row + 1) * width, 0f);
            } else {
                softmax.data[row * width + targets[row]] -= scale;
            }
        }
    }

    /// `x ← scale·softmax(x)` for rows [row, row + rows) of X.
    ///
    /// @param maxima out: of each of these rows, from 0 on
    /// @param sums out: of each of these rows the sum of `exp(x − maximum)`, from 0 on
    abstract void softmax(FMatrixRMaj X, int row, int rows, float scale, float[] maxima, float[] sums);
}
