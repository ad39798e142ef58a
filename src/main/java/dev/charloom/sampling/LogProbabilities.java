package dev.charloom.sampling;

import dev.charloom.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
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

    /// The log-probability of a character, beside the most probable ones in its place.
    ///
    /// @param count how many of those; equals by ascending id
    /// @throws IllegalArgumentException if a logit is NaN or all are −∞
    static CharacterLogProbability describe(float[] logits, int offset, Vocabulary vocabulary, int id, int count) {
        int length = vocabulary.size();
        float max = Logits.max(logits, offset, length);
        double logSum = logSum(logits, offset, length, max);
        var top = new ArrayList<CharacterLogProbability.Alternative>();
        for (int candidate : mostProbable(logits, offset, length, Math.min(count, length))) {
            top.add(new CharacterLogProbability.Alternative(
                    vocabulary.codePointOf(candidate), Logits.belowMax(logits[offset + candidate], max) - logSum));
        }
        return new CharacterLogProbability(
                vocabulary.codePointOf(id), Logits.belowMax(logits[offset + id], max) - logSum, List.copyOf(top));
    }

    private static int[] mostProbable(float[] logits, int offset, int length, int count) {
        int[] top = new int[count];
        int found = 0;
        for (int id = 0; id < length && count > 0; id++) {
            if (found < count || logits[offset + id] > logits[offset + top[found - 1]]) {
                int at = found < count ? found++ : found - 1;
                while (at > 0 && logits[offset + id] > logits[offset + top[at - 1]]) {
                    top[at] = top[at - 1];
                    at--;
                }
                top[at] = id;
            }
        }
        return top;
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
