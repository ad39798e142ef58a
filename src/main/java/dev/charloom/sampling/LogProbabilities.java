package dev.charloom.sampling;

import java.util.Objects;

/// Natural log-probabilities of the untouched model: log-softmax at temperature 1, without truncation.
public final class LogProbabilities {

    private LogProbabilities() {}

    /// The log-probability of character `id` among the `length` logits that start at `offset`, in nats; −∞ if it is
    /// impossible.
    ///
    /// @throws IllegalArgumentException if a logit is NaN or all are −∞, or if `length` is less than 1
    /// @throws IndexOutOfBoundsException if the logits do not lie within the array or `id` not within the logits
    public static double of(float[] logits, int offset, int length, int id) {
        float max = Logits.max(logits, offset, length);
        Objects.checkIndex(id, length);
        return Logits.belowMax(logits[offset + id], max) - logSum(logits, offset, length, max);
    }

    /// The log-probabilities of all characters, in nats, into the first `length` elements of `result`.
    ///
    /// @param logits not modified
    /// @param result modified; at least `length` long
    /// @throws IllegalArgumentException if a logit is NaN or all are −∞, or if `length` is less than 1
    /// @throws IndexOutOfBoundsException if the logits do not lie within the array or do not fit into `result`
    public static void fill(float[] logits, int offset, int length, double[] result) {
        float max = Logits.max(logits, offset, length);
        Objects.checkFromIndexSize(0, length, result.length);
        double logSum = logSum(logits, offset, length, max);
        for (int i = 0; i < length; i++) {
            result[i] = Logits.belowMax(logits[offset + i], max) - logSum;
        }
    }

    /// `ln Σ exp(logit − max)`: the largest term is 1, so nothing overflows.
    private static double logSum(float[] logits, int offset, int length, float max) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += Math.exp(Logits.belowMax(logits[offset + i], max));
        }
        return Math.log(sum);
    }
}
