package dev.charloom.sampling;

import java.util.random.RandomGenerator;

/// Draws from the softmax of the logits after temperature, top-k, top-p, min-p and typical, in this order.
final class TruncatedSampler implements Sampler {

    private final SamplingParams params;
    private final RandomGenerator random;
    private final Distribution distribution = new Distribution();

    TruncatedSampler(SamplingParams params, RandomGenerator random) {
        this.params = params;
        this.random = random;
    }

    @Override
    public int sample(float[] logits, int offset, int length) {
        distribution.setToSoftmax(logits, offset, length, params.temperature());
        if (params.topK() != null) {
            distribution.keepTop(params.topK());
        }
        distribution.keepNucleus(params.topP());
        if (params.minP() != null) {
            distribution.keepAtLeast(params.minP());
        }
        if (params.typicalP() != null) {
            distribution.keepTypical(params.typicalP());
        }
        return distribution.draw(random.nextDouble());
    }
}
