package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingParamsTest {

    @Test
    void everyWrongValueIsQuotedWithItsRange() {
        var refusal = catchThrowableOfType(InvalidSamplingParams.class, () -> new SamplingParams(-0.5, 0, 0, 1.5));
        assertThat(refusal.violations())
                .extracting(InvalidSamplingParams.Violation::name)
                .containsExactly("temperature", "topP", "topK", "minP");
        assertThat(refusal)
                .hasMessage("temperature is -0.5, allowed: 0 to 100; topP is 0.0, allowed: above 0, at most 1;"
                        + " topK is 0, allowed: at least 1; minP is 1.5, allowed: 0 to 1");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1, 0", "1, NaN, 0", "1, 1, NaN", "Infinity, 1, 0", "100.1, 1, 0", "1, 1.0001, 0", "1, 1, -0.1"})
    void valuesOutOfRangeAreRefused(double temperature, double topP, double minP) {
        assertThatThrownBy(() -> new SamplingParams(temperature, topP, null, minP))
                .isInstanceOf(InvalidSamplingParams.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 0", "100, 1e-9, 2147483647, 1", "1, 0.9, , "})
    void boundsBelongToTheirRanges(double temperature, double topP, Integer topK, Double minP) {
        assertThat(new SamplingParams(temperature, topP, topK, minP).temperature())
                .isEqualTo(temperature);
    }

    @Test
    void theDefaultIsANucleusOfNineTenths() {
        assertThat(SamplingParams.defaults()).isEqualTo(new SamplingParams(1, 0.9, null, null));
    }
}
