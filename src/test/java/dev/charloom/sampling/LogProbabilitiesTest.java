package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogProbabilitiesTest {

    @Test
    void theyAreTheLogarithmOfTheSoftmax() {
        float[] logits = {9, 1, -2, 0.5f, 9};
        double sum = Math.exp(1) + Math.exp(-2) + Math.exp(0.5);
        double[] result = new double[4];
        LogProbabilities.fill(logits, 1, 3, result);
        assertThat(result)
                .containsExactly(
                        new double[] {1 - Math.log(sum), -2 - Math.log(sum), 0.5 - Math.log(sum), 0}, within(1e-14));
        assertThat(LogProbabilities.of(logits, 1, 3, 2)).isEqualTo(result[2]);
    }

    @Test
    void equalLogitsShareEqually() {
        assertThat(LogProbabilities.of(new float[] {7, 7, 7, 7}, 0, 4, 1)).isEqualTo(-Math.log(4));
    }

    @Test
    void hugeLogitsNeitherOverflowNorVanish() {
        float[] logits = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY};
        assertThat(LogProbabilities.of(logits, 0, 4, 0)).isEqualTo(-Math.log(2));
        assertThat(LogProbabilities.of(logits, 0, 4, 2)).isEqualTo(-2.0 * Float.MAX_VALUE - Math.log(2));
        assertThat(LogProbabilities.of(logits, 0, 4, 3)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void theImprobableKeepsItsPrecision() {
        assertThat(LogProbabilities.of(new float[] {0, -800}, 0, 2, 1)).isEqualTo(-800);
    }

    @Test
    void anInfiniteLogitLeavesNothingToTheOthers() {
        float[] logits = {0, Float.POSITIVE_INFINITY};
        assertThat(LogProbabilities.of(logits, 0, 2, 1)).isZero();
        assertThat(LogProbabilities.of(logits, 0, 2, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void whatHasNoDistributionIsRefused() {
        assertThatThrownBy(() -> LogProbabilities.of(new float[] {Float.NaN}, 0, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LogProbabilities.of(new float[2], 0, 2, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> LogProbabilities.fill(new float[2], 0, 2, new double[1]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
