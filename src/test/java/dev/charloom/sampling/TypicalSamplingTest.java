package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TypicalSamplingTest {

    private static final int DRAWS = 40_000;

    @Test
    void itKeepsTheCharactersNearestToTheEntropyWhateverTheFiltersBeforeLeft() {
        var random = new SplittableRandom(11);
        for (int trial = 0; trial < 60; trial++) {
            float[] logits = new float[2 + trial % 30];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) (2 * random.nextGaussian());
            }
            double typicalP = 0.05 + 0.9 * random.nextDouble();
            Integer topK = trial % 3 == 0 ? 5 : null;
            double[] before = SamplingOracle.distribution(logits, new SamplingParams(0.8, 0.97, topK, null));
            double[] expected = typical(before, typicalP);

            assertFits(logits, new SamplingParams(0.8, 0.97, topK, null, typicalP), expected);
        }
    }

    @Test
    void theMostProbableCharacterMayBeTooProbableToBeTypical() {
        float[] logits = new float[12];
        logits[0] = 1.5f; // probability 0.29, surprisal 1.24; the entropy is 2.3, the others' surprisal 2.74

        assertFits(
                logits,
                new SamplingParams(1, 1, null, null, 0.3),
                typical(SamplingOracle.distribution(logits, SamplingParams.untruncated()), 0.3));
        var sampler = Sampler.of(new SamplingParams(1, 1, null, null, 0.3), new SplittableRandom(1));
        for (int i = 0; i < 1_000; i++) {
            assertThat(sampler.sample(logits, 0, 12)).isNotZero();
        }
    }

    /// As the paper defines it.
    private static double[] typical(double[] p, double mass) {
        double entropy = IntStream.range(0, p.length)
                .filter(i -> p[i] > 0)
                .mapToDouble(i -> -p[i] * Math.log(p[i]))
                .sum();
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .filter(i -> p[i] > 0)
                .sorted(Comparator.<Integer>comparingDouble(i -> Math.abs(-Math.log(p[i]) - entropy))
                        .thenComparing(i -> i))
                .mapToInt(i -> i)
                .toArray();
        double[] kept = new double[p.length];
        double sum = 0;
        for (int i = 0; i < order.length && sum < mass; i++) {
            kept[order[i]] = p[order[i]];
            sum += p[order[i]];
        }
        double total = sum;
        return IntStream.range(0, p.length).mapToDouble(i -> kept[i] / total).toArray();
    }

    private static void assertFits(float[] logits, SamplingParams params, double[] expected) {
        long[] counts = new long[logits.length];
        var sampler = Sampler.of(params, new SplittableRandom(5));
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(logits, 0, logits.length)]++;
        }
        ChiSquared.assertFits(counts, expected);
    }
}
