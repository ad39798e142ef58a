package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GreedySamplerTest {

    private final RandomGenerator forbidden = () -> {
        throw new AssertionError("greedy decoding draws nothing");
    };
    private final Sampler sampler = Sampler.of(SamplingParams.greedy(), forbidden);

    @Test
    void theLargestLogitWins() {
        assertThat(sampler.sample(new float[] {9, -1, 3, 2}, 1, 3)).isEqualTo(1);
    }

    @Test
    void ofEqualsTheLowestIdWins() {
        assertThat(sampler.sample(new float[] {1, 7, 7, 7}, 0, 4)).isEqualTo(1);
        assertThat(sampler.sample(new float[] {-0f, 0f}, 0, 2)).isZero();
        assertThat(sampler.sample(new float[] {0f, -0f}, 0, 2)).isZero();
    }

    @Test
    void infinitiesAreOrderedLikeNumbers() {
        float infinite = Float.POSITIVE_INFINITY;
        assertThat(sampler.sample(new float[] {-infinite, -5, infinite, infinite}, 0, 4))
                .isEqualTo(2);
    }

    @Test
    void otherParametersDoNotMatterAtTemperatureZero() {
        var params = new SamplingParams(0, 0.1, 3, 0.5);
        assertThat(Sampler.of(params, forbidden).sample(new float[] {0, 1, 0}, 0, 3))
                .isEqualTo(1);
    }

    @Test
    void notANumberIsRefused() {
        assertThatThrownBy(() -> sampler.sample(new float[] {Float.NaN, 1}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
