package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncatedSamplerTest {

    private static final int DRAWS = 20_000;

    /// The largest `double` below 1 that a generator returns: draws the last possible id.
    private static final long LARGEST_DRAW = -1L;

    @ParameterizedTest
    @CsvSource({
        "1, 1, , ", "1, 0.9, , ", "0.7, 1, , ", "2.5, 1, , ", "100, 1, , ", "1, 0.5, , ", "0.05, 0.99, , ",
        "1, 1, 5, ", "1, 1, 1000, ", "1, 1, , 0.2", "1, 1, , 0", "1, 0.8, 6, ", "1.3, 0.95, 12, 0.1", "1, 1, 1, 1",
    })
    void drawsAreDistributedAsTheDefinitionSays(double temperature, double topP, Integer topK, Double minP) {
        var params = new SamplingParams(temperature, topP, topK, minP);
        for (int length : new int[] {1, 2, 3, 17, 101}) {
            float[] logits = gaussians(length, 3 * length);
            double[] expected = SamplingOracle.distribution(logits, params);
            ChiSquared.assertFits(counts(Sampler.of(params, new SplittableRandom(length)), logits), expected);
        }
    }

    @Test
    void aNucleusKeepsExactlyWhatTheDefinitionKeeps() {
        var thresholds = new SplittableRandom(5);
        for (int trial = 0; trial < 2_000; trial++) {
            float[] logits = gaussians(1 + trial % 60, trial);
            var params = new SamplingParams(1, 1 - thresholds.nextDouble(), null, null);
            double[] expected = SamplingOracle.distribution(logits, params);
            int last = Sampler.of(params, () -> LARGEST_DRAW).sample(logits, 0, logits.length);
            double smallest = DoubleStream.of(expected).filter(p -> p > 0).min().orElseThrow();
            long kept = DoubleStream.of(expected).filter(p -> p > 0).count();
            if (kept < logits.length) {
                assertThat(expected[last]).isEqualTo(smallest);
            } else {
                assertThat(last).isEqualTo(logits.length - 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.9, 9", "0.90001, 10", "0.89999, 9", "0.1, 1", "0.3, 3", "0.7, 7", "1, 10", "1e-300, 1"})
    void aThresholdReachedExactlyEndsTheNucleus(double topP, int expected) {
        assertThat(possible(new SamplingParams(1, topP, null, null), new float[10]))
                .isEqualTo(expected);
    }

    @Test
    void equalsBeyondTheNucleusAreCutByDescendingId() {
        var sampler = Sampler.of(new SamplingParams(1, 0.5, null, null), new SplittableRandom(1));
        long[] counts = counts(sampler, new float[] {0, 0, 0, 0});
        assertThat(counts[0]).isPositive();
        assertThat(counts[1]).isPositive();
        assertThat(counts[2] + counts[3]).isZero();
    }

    @Test
    void theNucleusIsTakenOfWhatTopKHasLeft() {
        float[] logits = logs(0.4, 0.3, 0.2, 0.1);
        assertThat(possible(new SamplingParams(1, 0.65, null, null), logits)).isEqualTo(2);
        assertThat(possible(new SamplingParams(1, 0.65, 3, null), logits)).isEqualTo(2);
        assertThat(possible(new SamplingParams(1, 0.56, 2, null), logits)).isEqualTo(1); // 0.4 of 0.7
    }

    @Test
    void minPIsAFractionOfTheMostProbable() {
        float[] logits = logs(0.5, 0.3, 0.15, 0.05);
        assertThat(possible(new SamplingParams(1, 1, null, 0.29), logits)).isEqualTo(3);
        assertThat(possible(new SamplingParams(1, 1, null, 0.31), logits)).isEqualTo(2);
        assertThat(possible(new SamplingParams(1, 1, null, 1.0), logits)).isEqualTo(1);
        assertThat(possible(new SamplingParams(1, 1, null, 1.0), new float[4])).isEqualTo(4);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        float[] logits = gaussians(40, 1);
        var params = SamplingParams.defaults();
        assertThat(series(params, 9, logits)).containsExactly(series(params, 9, logits));
        assertThat(series(params, 9, logits)).isNotEqualTo(series(params, 10, logits));
    }

    @Test
    void aPartOfALongerArrayIsAllThatIsRead() {
        float[] logits = gaussians(30, 2);
        float[] padded = new float[50];
        Arrays.fill(padded, Float.NaN);
        System.arraycopy(logits, 0, padded, 7, 30);
        var plain = Sampler.of(SamplingParams.defaults(), new SplittableRandom(3));
        var within = Sampler.of(SamplingParams.defaults(), new SplittableRandom(3));
        for (int i = 0; i < 1_000; i++) {
            assertThat(within.sample(padded, 7, 30)).isEqualTo(plain.sample(logits, 0, 30));
        }
    }

    @Test
    void rowsOfDifferentLengthsMayFollowEachOther() {
        var sampler = Sampler.of(new SamplingParams(1, 0.99, null, null), new SplittableRandom(1));
        for (int length : new int[] {50, 3, 1, 80, 2}) {
            float[] logits = gaussians(length, length);
            double[] expected = SamplingOracle.distribution(logits, new SamplingParams(1, 0.99, null, null));
            ChiSquared.assertFits(counts(sampler, logits), expected);
        }
    }

    @Test
    void impossibleCharactersAreNeverDrawnWhateverTheDraw() {
        float none = Float.NEGATIVE_INFINITY;
        float[] logits = {none, 1, none, 2, none};
        for (var params : new SamplingParams[] {
            SamplingParams.untruncated(), new SamplingParams(1, 1, 5, null), new SamplingParams(1, 0.999, null, 0.0)
        }) {
            assertThat(Sampler.of(params, () -> 0L).sample(logits, 0, 5)).isIn(1, 3);
            assertThat(Sampler.of(params, () -> LARGEST_DRAW).sample(logits, 0, 5))
                    .isIn(1, 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "1e-300", "4.9e-324", "100"})
    void hugeLogitsAndTinyTemperaturesStayExact(double temperature) {
        var params = new SamplingParams(temperature, 1, null, null);
        float[] logits = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, 0};
        ChiSquared.assertFits(
                counts(Sampler.of(params, new SplittableRandom(1)), logits), new double[] {0.5, 0, 0.5, 0});
        float infinite = Float.POSITIVE_INFINITY;
        float[] certain = {0, infinite, infinite, Float.NEGATIVE_INFINITY};
        ChiSquared.assertFits(
                counts(Sampler.of(params, new SplittableRandom(1)), certain), new double[] {0, 0.5, 0.5, 0});
    }

    @Test
    void rowsWithoutADistributionAreRefused() {
        var sampler = Sampler.of(SamplingParams.defaults(), new SplittableRandom(1));
        assertThatThrownBy(() -> sampler.sample(new float[] {0, Float.NaN}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logit 1 is NaN");
        float none = Float.NEGATIVE_INFINITY;
        assertThatThrownBy(() -> sampler.sample(new float[] {none, none}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sampler.sample(new float[2], 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sampler.sample(new float[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nothingIsAllocatedPerCharacter() {
        var sampler = Sampler.of(new SamplingParams(0.8, 0.95, 40, 0.01), new SplittableRandom(1));
        float[] logits = gaussians(200, 1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        sampler.sample(logits, 0, logits.length);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            sampler.sample(logits, 0, logits.length);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private static long[] counts(Sampler sampler, float[] logits) {
        long[] counts = new long[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.sample(logits, 0, logits.length)]++;
        }
        return counts;
    }

    private static long possible(SamplingParams params, float[] logits) {
        long[] counts = counts(Sampler.of(params, new SplittableRandom(1)), logits);
        return IntStream.range(0, counts.length).filter(i -> counts[i] > 0).count();
    }

    private static int[] series(SamplingParams params, long seed, float[] logits) {
        var sampler = Sampler.of(params, new SplittableRandom(seed));
        return IntStream.range(0, 100)
                .map(i -> sampler.sample(logits, 0, logits.length))
                .toArray();
    }

    private static float[] gaussians(int length, long seed) {
        var random = new SplittableRandom(seed);
        float[] logits = new float[length];
        for (int i = 0; i < length; i++) {
            logits[i] = (float) (2 * random.nextGaussian());
        }
        return logits;
    }

    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]);
        }
        return logits;
    }
}
