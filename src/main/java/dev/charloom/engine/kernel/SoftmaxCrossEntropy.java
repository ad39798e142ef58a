package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Softmax and cross-entropy fused: losses and gradients of the logits in one pass.
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /// Losses of rows [from, to) and, in place of the logits, their gradients `scale·(softmax − onehot(target))`.
    ///
    /// @param logits rows of V: logits in, gradients out
    /// @param targets the id each row should have given; a negative one is not scored: loss and gradient are zero
    /// @param scale what the sum of the losses is multiplied with, for instance 1/rows for a mean
    /// @param losses out: negative log-likelihood of each row in nats
    public static void lossAndGradient(
            FMatrixRMaj logits, int[] targets, int from, int to, float scale, double[] losses) {
        int width = logits.numCols;
        float[] x = logits.data;
        for (int row = from; row < to; row++) {
            losses[row] = targets[row] < 0 ? 0 : subtractMaximum(x, row * width, width, targets[row]);
        }
        Activations.expOfNonPositive(x, from * width, to * width);
        for (int row = from; row < to; row++) {
            int at = row * width;
            int target = targets[row];
            if (target < 0) {
                java.util.Arrays.fill(x, at, at + width, 0f);
                continue;
            }
            float sum = sum(x, at, width);
            losses[row] += Math.log(sum);
            scale(x, at, width, scale / sum);
            x[at + target] -= scale;
        }
    }

    /// Losses of rows [from, to) alone; the logits are used up.
    public static void loss(FMatrixRMaj logits, int[] targets, int from, int to, double[] losses) {
        int width = logits.numCols;
        float[] x = logits.data;
        for (int row = from; row < to; row++) {
            losses[row] = targets[row] < 0 ? 0 : subtractMaximum(x, row * width, width, targets[row]);
        }
        Activations.expOfNonPositive(x, from * width, to * width);
        for (int row = from; row < to; row++) {
            if (targets[row] >= 0) {
                losses[row] += Math.log(sum(x, row * width, width));
            }
        }
    }

    /// Subtracts the row's maximum from the row and returns minus what the target's logit is then.
    private static double subtractMaximum(float[] x, int at, int width, int target) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = at; j < at + width; j++) {
            max = Math.max(max, x[j]);
        }
        for (int j = at; j < at + width; j++) {
            x[j] -= max;
        }
        return -x[at + target];
    }

    private static float sum(float[] x, int at, int width) {
        float even = 0;
        float odd = 0;
        int j = at;
        for (; j + 1 < at + width; j += 2) {
            even += x[j];
            odd += x[j + 1];
        }
        return j < at + width ? even + odd + x[j] : even + odd;
    }

    private static void scale(float[] x, int at, int width, float factor) {
        for (int j = at; j < at + width; j++) {
            x[j] *= factor;
        }
    }
}
