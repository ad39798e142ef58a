package dev.charloom.engine.kernel;

import java.util.Arrays;

/// Softmax and cross-entropy in double precision.
public final class NaiveSoftmax {

    private NaiveSoftmax() {}

    /// `e^x_v / Σ e^x_w`.
    public static double[] probabilities(double[] logits) {
        double logOfSum = logOfSum(logits);
        return Arrays.stream(logits).map(x -> Math.exp(x - logOfSum)).toArray();
    }

    /// `−ln` of the probability of `target`.
    public static double loss(double[] logits, int target) {
        return logOfSum(logits) - logits[target];
    }

    /// `ln Σ e^x_v`.
    private static double logOfSum(double[] logits) {
        double max = Arrays.stream(logits).max().orElseThrow();
        return max + Math.log(Arrays.stream(logits).map(x -> Math.exp(x - max)).sum());
    }
}
