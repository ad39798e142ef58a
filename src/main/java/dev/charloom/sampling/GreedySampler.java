package dev.charloom.sampling;

/// Always the most probable character; of equals, the one with the lowest id.
final class GreedySampler implements Sampler {

    @Override
    public int sample(float[] logits, int offset, int length) {
        float max = Logits.max(logits, offset, length);
        int id = 0;
        while (logits[offset + id] != max) {
            id++;
        }
        return id;
    }
}
