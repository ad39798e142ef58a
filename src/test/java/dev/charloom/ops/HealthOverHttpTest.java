package dev.charloom.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;

import dev.charloom.repository.ModelReference;
import dev.charloom.web.Answer;
import dev.charloom.web.WebTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

@TestPropertySource(properties = "charloom.data-dir=target/web-test/health")
class HealthOverHttpTest extends WebTest {

    @Value("${charloom.models-dir}")
    private Path modelsDirectory;

    @Value("${charloom.data-dir}")
    private Path dataDirectory;

    @BeforeEach
    void createDirectories() throws IOException {
        Files.createDirectories(modelsDirectory);
        Files.createDirectories(dataDirectory);
    }

    @Test
    void aServiceWithoutModelsIsReady() {
        given(models.models()).willReturn(List.of());
        given(models.damaged()).willReturn(Map.of());

        JsonNode readiness =
                http.get("/actuator/health/readiness").isStatus(200).json();

        assertThat(readiness.path("status").asString()).isEqualTo("UP");
        assertThat(readiness.at("/components/models/details/models").asInt()).isZero();
    }

    @Test
    void aDamagedModelIsNamedAndHindersNothing() {
        given(models.damaged()).willReturn(Map.of(ModelReference.parse("names:3"), "its file /x/y is cut short"));

        Answer readiness = http.get("/actuator/health/readiness").isStatus(200);

        assertThat(readiness.json().at("/components/models/details/damaged").toString())
                .isEqualTo("[\"names:3\"]");
        assertThat(readiness.body()).doesNotContain("/x/y");
    }

    @Test
    void whatHasBeenSetAsideIsNamed() throws IOException {
        given(models.quarantined()).willReturn(List.of("names/quarantine/3"));
        Path corpus = dataDirectory.resolve("corpora/quarantine/abc.txt");
        Files.createDirectories(corpus.getParent());
        Files.writeString(corpus, "x");
        try {
            await().untilAsserted(() -> assertThat(http.get("/actuator/health/readiness")
                            .isStatus(200)
                            .json()
                            .at("/components/models/details/quarantine")
                            .toString())
                    .isEqualTo("[\"models/names/quarantine/3\",\"data/corpora/quarantine/abc.txt\"]"));
        } finally {
            Files.delete(corpus);
            Files.delete(corpus.getParent());
            Files.delete(corpus.getParent().getParent());
        }
    }

    @Test
    void aMissingDirectoryIsNotReadyButAlive() throws IOException {
        FileSystemUtils.deleteRecursively(dataDirectory);

        Answer readiness = http.get("/actuator/health/readiness").isStatus(503);

        assertThat(readiness.json().path("status").asString()).isEqualTo("DOWN");
        assertThat(readiness.body()).contains("charloom.data-dir").doesNotContain(dataDirectory.toString());
        http.get("/actuator/health/liveness").isStatus(200);
    }

    @Test
    void modelsThatCannotBeReadAreNotReadyWithoutSayingWhere() {
        given(models.models()).willThrow(new IllegalStateException("/secret/place"));

        await().untilAsserted(() -> assertThat(
                        http.get("/actuator/health/readiness").isStatus(503).body())
                .doesNotContain("/secret/place", "Exception"));
    }

    @Test
    void theBuildInformationNamesTheModels() {
        given(models.models()).willReturn(List.of());

        assertThat(http.get("/actuator/info")
                        .isStatus(200)
                        .json()
                        .path("models")
                        .isArray())
                .isTrue();
    }

    @Test
    void theBuildInformationNamesTheKernelInUse() {
        String kernel = http.get("/actuator/info")
                .isStatus(200)
                .json()
                .at("/engine/kernel")
                .asString();

        assertThat(kernel).isIn("avx2", "avx512", "java", "onednn");
    }
}
