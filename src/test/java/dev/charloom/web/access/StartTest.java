package dev.charloom.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.web.problem.ProblemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Nobody opens the service to others by mistake.
class StartTest {

    private static final String KEY = "charloom.security.api-keys=reader:read:" + "0a".repeat(32);

    @Configuration
    @EnableConfigurationProperties({ServerProperties.class, ManagementServerProperties.class})
    static class Surroundings {
        @Bean
        ProblemWriter problems() {
            return Mockito.mock(ProblemWriter.class);
        }
    }

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ServletWebSecurityAutoConfiguration.class))
            .withUserConfiguration(Surroundings.class, AccessConfiguration.class);

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void withoutKeysTheServiceDoesNotListenToOthers(String address) {
        runner.withPropertyValues("server.address=" + address).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(OpenToOthers.class)
                    .hasMessageContaining("server.address")
                    .hasMessageContaining("charloom.security.api-keys");
        });
    }

    @Test
    void anAddressThatIsNotSetIsThatOfAllNetworks() {
        runner.run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void onThisMachineAloneNoKeyIsNeeded(String address) {
        runner.withPropertyValues("server.address=" + address)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void withAKeyOrTheWordThatNoneIsWantedItListensToOthers() {
        runner.withPropertyValues("server.address=0.0.0.0", KEY)
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("server.address=0.0.0.0", "charloom.security.allow-anonymous=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void healthAndMetricsOnAPortOfTheirOwnAreWhereTheServiceIs() {
        runner.withPropertyValues("server.address=127.0.0.1", "management.server.port=9090")
                .run(context -> assertThat(context.getBean(ManagementServerProperties.class)
                                .getAddress()
                                .isLoopbackAddress())
                        .isTrue());
    }

    @Test
    void withoutKeysHealthAndMetricsDoNotListenToOthersEither() {
        runner.withPropertyValues(
                        "server.address=127.0.0.1", "management.server.port=9090", "management.server.address=0.0.0.0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(OpenToOthers.class)
                        .hasMessageContaining("management.server.address"));
    }

    @Test
    void theStartSaysWhatToDo() {
        var analysis = new OpenToOthersAnalyzer().analyze(new OpenToOthers("server.address", "0.0.0.0"));

        assertThat(analysis.getDescription()).contains("0.0.0.0");
        assertThat(analysis.getAction())
                .contains("charloom.security.api-keys", "server.address", "charloom.security.allow-anonymous");
    }

    @ParameterizedTest
    @CsvSource({
        "api-keys, secret",
        "api-keys, name:owner:0a",
        "api-keys, name:read:0a",
        "requests-per-minute, -1",
        "allowed-hosts, https://x",
        "allowed-origins, example.org",
        "allowed-origins, https://example.org/path",
        "allowed-origins, *"
    })
    void aWrongValueStopsTheStartWithASentenceThatNamesIt(String name, String value) {
        runner.withPropertyValues("server.address=127.0.0.1", "charloom.security." + name + "=" + value)
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("charloom.security." + name));
    }

    @Test
    void aWrongKeyIsNotRepeated() {
        runner.withPropertyValues("server.address=127.0.0.1", "charloom.security.api-keys=my-secret")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageNotContaining("my-secret"));
    }

    @Test
    void twoKeysHaveTwoNames() {
        String one = "reader:read:" + "0a".repeat(32);
        String two = "reader:admin:" + "0b".repeat(32);

        runner.withPropertyValues("server.address=127.0.0.1", "charloom.security.api-keys=" + one + "," + two)
                .run(context -> assertThat(context).hasFailed());
    }
}
