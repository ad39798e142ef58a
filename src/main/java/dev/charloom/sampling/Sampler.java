package dev.charloom.sampling;

import java.util.random.RandomGenerator;

/// Chooses the next character.
@FunctionalInterface
public interface Sampler {

    /// Chooses an id from the `length` logits that start at `offset`.
    ///
    /// @param logits unnormalised natural log-probabilities; not modified
    /// @return an id in `[0, length)`
    /// @throws IllegalArgumentException if a logit is NaN or all are −∞, or if `length` is less than 1
    /// @throws IndexOutOfBoundsException if the logits do not lie within the array
    int sample(float[] logits, int offset, int length);

    /// The sampler that `params` describe. It has its own scratch memory: one per conversation, not to be shared
    /// between threads.
    ///
    /// @param random where draws come from; a temperature of 0 never asks it
    static Sampler of(SamplingParams params, RandomGenerator random) {
        return params.temperature() == 0 ? new GreedySampler() : new TruncatedSampler(params, random);
    }
}
