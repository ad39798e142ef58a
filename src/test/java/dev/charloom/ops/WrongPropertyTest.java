package dev.charloom.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.CharloomApplication;
import dev.charloom.storage.DirectoryLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import org.springframework.mock.env.MockEnvironment;

/// The whole application, which does not start.
@ExtendWith(OutputCaptureExtension.class)
class WrongPropertyTest {

    @TempDir
    Path directory;

    private void assertDoesNotStart(String property, String value) {
        var arguments = new LinkedHashMap<String, String>();
        arguments.put("server.port", "0");
        arguments.put("charloom.models-dir", directory.resolve("models").toString());
        arguments.put("charloom.data-dir", directory.resolve("data").toString());
        arguments.put(property, value);
        var application = new SpringApplication(CharloomApplication.class);
        String[] words = arguments.entrySet().stream()
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new);

        assertThatThrownBy(() -> application.run(words).close()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "charloom.training.threads, -1",
        "charloom.training.memory-fraction, 2",
        "charloom.generation.batch-size, 0",
        "charloom.generation.threads, -1",
        "charloom.generation.default-model, ../x",
        "charloom.generation.time-limit, 200000d",
        "charloom.limits.data-bytes, -5",
        "charloom.limits.corpus-bytes, many",
        "charloom.engine.kernel, abacus",
        "charloom.shutdown.grace, -1s",
        "charloom.security.requests-per-minute, -1",
        "charloom.security.api-key, x",
        "charloom.training.thread, 2",
        "charloom.generation.model, x",
        "charloom.limits.corpus-byte, 2000",
        "charloom.import.bytes, 2000",
        "charloom.shutdown.time, 20s",
        "charloom.models-dir, ''",
        "server.port, 84128",
        "server.ssl.certificate, /none.pem",
        "server.ssl.key-store, /none.p12",
        "server.ssl.bundle, none"
    })
    void aWrongValueStopsTheStartWithASentenceThatNamesIt(String property, String value, CapturedOutput output) {
        assertDoesNotStart(property, value);

        assertThat(output).contains("APPLICATION FAILED TO START").containsPattern(pattern(property));
        assertThat(output).doesNotContain("\tat dev.charloom");
    }

    /// As is `modèles` where LANG=C.
    @ParameterizedTest
    @ValueSource(strings = {"charloom.models-dir", "charloom.data-dir"})
    void aDirectoryThatTheSystemCannotNameIsTold(String property, CapturedOutput output) {
        assertDoesNotStart(property, "a\0b");

        assertThat(output).contains("APPLICATION FAILED TO START", property + " is no name of a directory");
        assertThat(output).doesNotContain("\tat dev.charloom");
    }

    @Test
    void thatTheDefaultsAreLeftOutIsTold(CapturedOutput output) {
        var application = new SpringApplication(CharloomApplication.class);
        String nothing = "--spring.config.location=optional:" + directory.toUri();

        assertThatThrownBy(() -> application.run(nothing, "--server.port=0").close())
                .isNotNull();

        assertThat(output).contains("APPLICATION FAILED TO START", "spring.config.additional-location");
        assertThat(output).doesNotContain("\tat dev.charloom");
    }

    @Test
    void aDirectoryThatCannotBeOneIsNamed(CapturedOutput output) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertDoesNotStart("charloom.models-dir", file.toString());

        assertThat(output).contains("APPLICATION FAILED TO START", "charloom.models-dir", file.toString());
    }

    @Test
    void aDataDirectoryThatAnotherServiceUsesIsNamed(CapturedOutput output) throws Exception {
        try (var _ = DirectoryLock.on(directory.resolve("data"))) {
            assertDoesNotStart("charloom.training.threads", "1");
        }

        assertThat(output).contains("APPLICATION FAILED TO START").containsPattern(pattern("charloom.data-dir"));
        assertThat(output).contains("another process uses the directory " + directory.resolve("data"));
        assertThat(directory.resolve("data")).isDirectoryNotContaining("glob:**/jobs");
    }

    @Test
    void aMissingDirectoryForTemporaryFilesIsNotTakenForAnother() {
        var failure = new WebServerException(
                "Unable to create tempDir. java.io.tmpdir is set to /missing", new NoSuchFileException("/missing/x"));

        FailureAnalysis analysis =
                new DirectoryUnusable(new MockEnvironment()).analyze(new ApplicationContextException("start", failure));

        assertThat(analysis.getDescription()).contains("java.io.tmpdir is set to /missing");
        assertThat(analysis.getAction()).contains("java.io.tmpdir").doesNotContain("charloom.data-dir");
    }

    @Test
    void openToOthersWithoutKeysItDoesNotStart(CapturedOutput output) {
        assertDoesNotStart("server.address", "0.0.0.0");

        assertThat(output).contains("APPLICATION FAILED TO START", "charloom.security.api-keys");
    }

    private static String pattern(String property) {
        return "(?s)Description:.*" + property.replace(".", "\\.");
    }
}
