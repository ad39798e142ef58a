package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RequestLimitsTest {

    @Configuration
    @EnableConfigurationProperties(RequestLimits.class)
    static class Limits {}

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Limits.class);

    @Test
    void aGibibyteOfTextAndSixteenMebibytesOfJsonAreTheDefault() {
        runner.run(context -> assertThat(context.getBean(RequestLimits.class))
                .isEqualTo(new RequestLimits(1 << 30, 16 << 20, 100L << 30)));
    }

    @ParameterizedTest
    @CsvSource({"corpus-bytes, 0", "corpus-bytes, -1", "json-bytes, 1023", "json-bytes, 67108865", "data-bytes, -1"})
    void aWrongValueStopsTheStartWithASentenceThatNamesIt(String name, String value) {
        runner.withPropertyValues("charloom.limits." + name + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("charloom.limits." + name)
                        .hasMessageContaining(value));
    }
}
