package dev.charloom.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    private static RandomStream stream() {
        return RandomStream.of(42, Purpose.SAMPLE, 7);
    }

    @Test
    void drawsWhatSplitMix64DrawsFromTheSameKey() {
        var oracle = new SplittableRandom(stream().key());
        assertThat(draws(stream(), 1000)).containsExactly(oracle.longs(1000).toArray());
    }

    @Test
    void itsDrawsNeverChangeFromReleaseToRelease() {
        assertThat(draws(RandomStream.of(0, Purpose.WEIGHTS, 0), 2))
                .containsExactly(-4274537033456592232L, -8499119633300480112L);
        assertThat(draws(stream(), 2)).containsExactly(529605850751679415L, -4758185095701323988L);
        int[] values = IntStream.range(0, 10).toArray();
        stream().shuffle(values);
        assertThat(values).containsExactly(3, 7, 1, 4, 2, 8, 5, 9, 6, 0);
    }

    @Test
    void aDrawDependsOnItsPositionOnly() {
        long[] inOrder = draws(stream(), 100);
        for (int position = 99; position >= 0; position--) {
            assertThat(stream().at(position).nextLong()).isEqualTo(inOrder[position]);
        }
    }

    @Test
    void aStreamResumesFromItsStoredPosition() {
        var first = stream();
        first.nextInt(10);
        first.nextGaussian();
        first.nextDouble();
        var resumed = stream().at(first.position());
        assertThat(draws(resumed, 10)).isEqualTo(draws(first, 10));
    }

    @Test
    void movingLeavesTheOriginalWhereItIs() {
        var original = stream();
        original.at(50).nextLong();
        assertThat(original.position()).isZero();
    }

    @Test
    void seedsPurposesAndStepsHaveStreamsOfTheirOwn() {
        Set<Long> seen = new HashSet<>();
        for (long seed = -20; seed < 20; seed++) {
            for (Purpose purpose : Purpose.values()) {
                for (long step = 0; step < 50; step++) {
                    seen.add(RandomStream.of(seed, purpose, step).nextLong());
                }
            }
        }
        assertThat(seen).hasSize(40 * Purpose.values().length * 50);
    }

    @Test
    void purposesHaveDistinctCodes() {
        assertThat(Arrays.stream(Purpose.values()).map(Purpose::code)).doesNotHaveDuplicates();
    }

    @Test
    void boundedIntegersFloatsAndDoublesTakeOneDrawEach() {
        var stream = stream();
        stream.nextInt(3);
        stream.nextInt(Integer.MAX_VALUE);
        stream.nextDouble();
        stream.nextFloat();
        assertThat(stream.position()).isEqualTo(4);
    }

    @Test
    void boundedIntegersAreUniform() {
        long[] counts = new long[97];
        var stream = stream();
        for (int i = 0; i < 97_000; i++) {
            counts[stream.nextInt(97)]++;
        }
        // 99.9 % quantile of chi-squared with 96 degrees of freedom
        assertThat(chiSquared(counts)).isLessThan(144.6);
    }

    @Test
    void everyBitIsUniformAcrossNeighbouringSeedsAndSteps() {
        for (int bit = 0; bit < 64; bit++) {
            long[] counts = new long[2];
            for (int i = 0; i < 4096; i++) {
                long draw = RandomStream.of(i >> 6, Purpose.SHUFFLE, i & 63).nextLong();
                counts[(int) (draw >>> bit) & 1]++;
            }
            // 99.99 % quantile with 1 degree of freedom
            assertThat(chiSquared(counts)).as("bit %d", bit).isLessThan(15.2);
        }
    }

    @Test
    void everyOrderOfFourIsEquallyLikely() {
        long[] counts = new long[256];
        var stream = stream();
        for (int i = 0; i < 24_000; i++) {
            int[] values = {0, 1, 2, 3};
            stream.shuffle(values);
            counts[values[0] << 6 | values[1] << 4 | values[2] << 2 | values[3]]++;
        }
        long[] orders = LongStream.of(counts).filter(count -> count > 0).toArray();
        assertThat(orders).hasSize(24);
        // 99.9 % quantile with 23 degrees of freedom
        assertThat(chiSquared(orders)).isLessThan(49.7);
    }

    @Test
    void aShuffleKeepsEveryValue() {
        int[] values = IntStream.range(0, 1021).toArray();
        stream().shuffle(values);
        assertThat(values)
                .isNotEqualTo(IntStream.range(0, 1021).toArray())
                .containsExactlyInAnyOrder(IntStream.range(0, 1021).toArray());
    }

    @Test
    void refusesNegativePositionsAndBoundsThatAreNotPositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> stream().at(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stream().nextInt(0))
                .withMessageContaining("0");
    }

    private static long[] draws(RandomStream stream, int count) {
        return LongStream.generate(stream::nextLong).limit(count).toArray();
    }

    private static double chiSquared(long[] counts) {
        double expected = (double) LongStream.of(counts).sum() / counts.length;
        return LongStream.of(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
