package dev.charloom.engine;

import java.util.random.RandomGenerator;

/// Independent draws that are 0 with a given probability, else what makes their mean 1.
///
/// Four draws are cut out of each 64 random bits, so a probability counts in steps of 1/65536: masks are renewed at
/// every step, for every weight.
final class Bernoulli {

    /// How many draws one random number gives.
    static final int PER_NUMBER = 4;

    private static final int BITS = 16;
    private static final int RANGE = 1 << BITS;

    private final int threshold;
    private final float kept;

    /// @param probability of 0, itself 0 to below 1
    Bernoulli(double probability) {
        threshold = (int) Math.round(probability * RANGE);
        kept = (float) (1 / (1 - probability));
    }

    /// How many random numbers are needed for so many draws.
    static int numbers(int draws) {
        return Math.ceilDiv(draws, PER_NUMBER);
    }

    /// Fills `target` [from, to) with draws, from the first one that the random source gives.
    void fill(RandomGenerator random, float[] target, int from, int to) {
        for (int at = from; at < to; ) {
            long bits = random.nextLong();
            int end = Math.min(to, at + PER_NUMBER);
            for (; at < end; at++, bits >>>= BITS) {
                target[at] = draw(bits);
            }
        }
    }

    /// `target[j] ← source[j]·draw` for j in [from, to); the arrays may be the same.
    void multiply(RandomGenerator random, float[] source, float[] target, int from, int to) {
        for (int at = from; at < to; ) {
            long bits = random.nextLong();
            int end = Math.min(to, at + PER_NUMBER);
            for (; at < end; at++, bits >>>= BITS) {
                target[at] = source[at] * draw(bits);
            }
        }
    }

    private float draw(long bits) {
        return (bits & (RANGE - 1)) < threshold ? 0f : kept;
    }
}
