package dev.charloom.sampling;

import java.util.Objects;

/// What every reader of logits needs, so that they all treat the infinities alike.
final class Logits {

    private Logits() {}

    /// The largest of the `length` logits that start at `offset`.
    ///
    /// @throws IllegalArgumentException if a logit is NaN or all are −∞, or if `length` is less than 1
    /// @throws IndexOutOfBoundsException if the logits do not lie within the array
    static float max(float[] logits, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, logits.length);
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            float logit = logits[offset + i];
            if (Float.isNaN(logit)) {
                throw new IllegalArgumentException("logit " + i + " is NaN");
            }
            max = Math.max(max, logit);
        }
        if (max == Float.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("none of the " + length + " logits is above −∞");
        }
        return max;
    }

    /// `logit − max`, at most 0; 0 for the maximum itself, even if that is infinite.
    static double belowMax(float logit, float max) {
        return logit == max ? 0 : (double) logit - max;
    }
}
