package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.storage.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/// What is damaged of one job is set aside, and the others go on.
class DamagedJobsTest {

    @TempDir
    Path directory;

    @Test
    void aJobThatCannotBeReadIsSetAsideWithItsFiles() throws IOException {
        Job bad;
        Job good;
        try (var fixture = new ServiceFixture(directory, 5)) {
            bad = fixture.submit(TrainingFixtures.params(it -> it));
            good = fixture.submit(TrainingFixtures.params(it -> it));
        }
        Files.writeString(directory.resolve("jobs/" + bad.id() + ".json"), "{\"id\":");

        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();

            assertThat(fixture.service.list(null, 10, null)).extracting(Job::id).containsExactly(good.id());
        }
        assertThat(Quarantine.below(directory))
                .containsExactly("jobs/quarantine/" + bad.id(), "jobs/quarantine/" + bad.id() + ".json");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theCorpusOfAJobThatCannotBeReadIsKeptUntilTheJobIsGone(boolean setAside) throws IOException {
        Job job = submittedAndStopped();
        Path corpora = directory.resolve("corpora");
        Path file = directory.resolve("jobs/" + job.id() + ".json");
        Files.delete(file);
        if (setAside) {
            Files.writeString(file, "{}");
        } else {
            Files.createDirectory(file); // reading it fails, whoever reads
        }

        for (int start = 0; start < 2; start++) {
            try (var fixture = new ServiceFixture(directory, 5)) {
                fixture.service.resume();
                fixture.service.estimate(
                        TrainingOrder.of(TrainingFixtures.params(it -> it)),
                        fixture.corpora.store(TrainingFixtures.names()));
            }
            assertThat(corpora).isDirectoryContaining("glob:**/" + job.corpus().sha256() + ".txt");
        }
        Files.deleteIfExists(file);
        FileSystemUtils.deleteRecursively(directory.resolve("jobs/quarantine"));
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();
        }
        assertThat(corpora).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"key\": \"k\"}", "x"})
    void aDamagedIdempotencyKeyHindersNothing(String submission) throws IOException {
        Job job = submittedAndStopped();
        Files.writeString(directory.resolve("jobs/" + job.id() + "/submission.json"), submission);

        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();

            assertThat(fixture.service.list(null, 10, null)).extracting(Job::id).containsExactly(job.id());
        }
    }

    @Test
    void whatLiesInThePlaceOfAJobsDirectoryIsSetAside() throws IOException {
        Job job = submittedAndStopped();
        Path place = directory.resolve("jobs/" + job.id());
        FileSystemUtils.deleteRecursively(place);
        Files.writeString(place, "x");

        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();
            await().until(() -> fixture.statusOf(job) == JobStatus.SUCCEEDED);
        }

        assertThat(Quarantine.below(directory)).containsExactly("jobs/quarantine/" + job.id());
    }

    /// A job that no service has begun.
    private Job submittedAndStopped() throws IOException {
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.executor.shutdown();
            return fixture.submit(TrainingFixtures.params(it -> it));
        }
    }

    @Test
    void aDamagedCorpusIsSetAsideAndItsJobFailsWithTheReason() throws IOException {
        Job job = submittedAndStopped();
        Path corpus = directory.resolve("corpora/" + job.corpus().sha256() + ".txt");
        byte[] bytes = Files.readAllBytes(corpus);
        bytes[bytes.length / 2] ^= 1;
        Files.write(corpus, bytes);

        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();
            await().until(() -> fixture.statusOf(job) == JobStatus.FAILED);

            assertThat(fixture.service.find(job.id().value()).error()).contains("corpus is damaged");
        }
        assertThat(corpus).doesNotExist();
        assertThat(Quarantine.below(directory)).containsExactly("corpora/quarantine/" + corpus.getFileName());
    }
}
