package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.storage.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aDamagedCorpusIsSetAsideAndItsJobFailsWithTheReason() throws IOException {
        Job job;
        var store = new DirectoryJobStore(directory.resolve("jobs"));
        try (var fixture = new ServiceFixture(directory, store, 5)) {
            fixture.executor.shutdown(); // the job stays queued
            job = fixture.submit(TrainingFixtures.params(it -> it));
        }
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
