package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;

/// Pearson's chi-squared test of counts of draws; the seeds of tests are fixed.
final class ChiSquared {

    private ChiSquared() {}

    /// What is expected less than once is taken as expected once, lest a single draw decide; the impossible must not
    /// come at all.
    ///
    /// @param counts of draws by id
    /// @param expected probabilities by id
    static void assertFits(long[] counts, double[] expected) {
        long draws = LongStream.of(counts).sum();
        double chiSquared = 0;
        int freedom = -1;
        for (int id = 0; id < expected.length; id++) {
            if (expected[id] == 0) {
                assertThat(counts[id]).as("draws of the impossible %d", id).isZero();
            } else {
                double mean = expected[id] * draws;
                chiSquared += (counts[id] - mean) * (counts[id] - mean) / Math.max(mean, 1);
                freedom++;
            }
        }
        assertThat(chiSquared).isLessThanOrEqualTo(freedom == 0 ? 0 : critical(freedom));
    }

    /// What chi-squared exceeds once in 30 000 tests, as a normal variable exceeds 4 standard deviations (Wilson and
    /// Hilferty 1931).
    private static double critical(int freedom) {
        double variance = 2.0 / (9 * freedom);
        return freedom * Math.pow(1 - variance + 4 * Math.sqrt(variance), 3);
    }
}
