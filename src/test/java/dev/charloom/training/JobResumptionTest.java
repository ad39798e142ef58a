package dev.charloom.training;

import static dev.charloom.training.ServiceFixture.CATS;
import static dev.charloom.training.ServiceFixture.NOW;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.ModelReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a restart finds: jobs in every status, models that their jobs do not know of yet.
class JobResumptionTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TrainingParams QUICK = params(b -> {
        b.maxSteps = 2L;
        return b;
    });
    private static final TrainingParams ENDLESS = params(b -> {
        b.epochs = 1_000_000;
        return b;
    });

    @TempDir
    Path directory;

    private Job ended(ServiceFixture fixture, Job job) {
        await().atMost(LONG).until(() -> fixture.statusOf(job).isFinal());
        return fixture.service.find(job.id().value());
    }

    /// A service that has stopped before its only job began.
    private Job submittedAndStopped() throws IOException {
        try (var fixture = new ServiceFixture(directory, 5)) {
            var gate = new CountDownLatch(1);
            fixture.executor.execute(() -> awaitUninterruptibly(gate));
            Job job = fixture.submit(QUICK);
            fixture.executor.shutdownNow(); // the job still waits and is never begun
            return job;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "RUNNING", "INTERRUPTED"})
    void whatWasUnfinishedIsTakenUpAgain(JobStatus status) throws IOException {
        Job job = submittedAndStopped();
        try (var fixture = new ServiceFixture(directory, 5)) {
            assertThat(fixture.store.all()).containsExactly(job);
            fixture.store.save(
                    switch (status) {
                        case RUNNING -> job.running(NOW);
                        case INTERRUPTED -> job.running(NOW).interrupted();
                        default -> job;
                    });

            fixture.service.resume();

            Job succeeded = ended(fixture, job);
            assertThat(succeeded.status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(succeeded.version()).isEqualTo(1);
        }
    }

    @Test
    void aJobIsListedBeforeThoseThatWereSubmittedBeforeARestart() throws IOException {
        Job ahead;
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.executor.shutdown();
            for (int i = 0; i < 3; i++) { // each takes a millisecond of its own, and the clock stands still
                fixture.submit(QUICK);
            }
            ahead = fixture.service.list(null, 1, null).getFirst();
        }
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();

            assertThat(fixture.submit(QUICK).id()).isGreaterThan(ahead.id());
        }
    }

    @Test
    void whatHasEndedStaysAsItIsAndItsCorpusIsKept() throws IOException {
        Job job = submittedAndStopped();
        try (var fixture = new ServiceFixture(directory, 5)) {
            Job failed = job.failed(NOW, "it was not to be");
            fixture.store.save(failed);
            fixture.corpora.store("of no job");

            fixture.service.resume();

            assertThat(fixture.service.find(job.id().value())).isEqualTo(failed);
            assertThat(directory.resolve("corpora").toFile().list())
                    .containsExactly(job.corpus().sha256() + ".txt");
        }
        assertThat(Files.exists(directory.resolve("models/cats"))).isFalse();
    }

    @Test
    void whatACrashHasLeftOfTheFilesOfAnEndedJobIsRemoved() throws IOException {
        Job job;
        try (var fixture = new ServiceFixture(directory, 5)) {
            job = ended(fixture, fixture.submit(QUICK));
        }
        Path files = directory.resolve("jobs").resolve(job.id().value());
        Path checkpoints = files.resolve("checkpoints");
        String unique = UUID.randomUUID().toString();
        Files.createDirectories(checkpoints.resolve("00000001-2"));
        Files.writeString(
                Files.createDirectories(checkpoints.resolve(".deleted-" + unique))
                        .resolve("best.safetensors"),
                "half");
        Files.writeString(files.resolve(".draft.json-" + unique + ".tmp"), "half");

        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();
        }

        assertThat(checkpoints).isEmptyDirectory();
        assertThat(files).isDirectoryNotContaining("glob:**/.*").isDirectoryContaining("glob:**/events.jsonl");
    }

    @Test
    void stoppingInterruptsAJobThatTrainsAndTheNextStartTakesItUp() throws IOException {
        Job job;
        try (var fixture = new ServiceFixture(directory, 5)) {
            job = fixture.submit(ENDLESS);
            await().atMost(LONG).until(() -> fixture.statusOf(job) == JobStatus.RUNNING);
        }
        try (var fixture = new ServiceFixture(directory, 5)) {
            assertThat(fixture.store.all()).extracting(Job::status).containsExactly(JobStatus.INTERRUPTED);

            fixture.service.resume();

            await().atMost(LONG).until(() -> fixture.statusOf(job) == JobStatus.RUNNING);
            fixture.service.cancel(job.id().value());
            assertThat(ended(fixture, job).status()).isEqualTo(JobStatus.CANCELLED);
        }
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.service.resume();
            assertThat(fixture.statusOf(job)).isEqualTo(JobStatus.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUED", "RUNNING", "INTERRUPTED"})
    void aModelPublishedBeforeItsJobKnewIsNotPublishedTwice(JobStatus status) throws IOException {
        Job succeeded;
        try (var fixture = new ServiceFixture(directory, 5)) {
            succeeded = ended(fixture, fixture.submit(QUICK));
            ended(fixture, fixture.submit(QUICK)); // a later version, of another job
        }
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.store.save(unfinished(succeeded, status));

            fixture.service.resume();

            assertThat(ended(fixture, succeeded).status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(fixture.service.find(succeeded.id().value()).version()).isEqualTo(1);
            assertThat(fixture.repository.versions(CATS)).containsExactly(1, 2);
            assertThat(fixture.repository.resolve(ModelReference.parse("cats")).version())
                    .isEqualTo(2);
            assertThat(fixture.store.all()).extracting(Job::status).containsOnly(JobStatus.SUCCEEDED);
        }
    }

    private static Job unfinished(Job job, JobStatus status) {
        Job queued = Job.queued(
                job.id(), job.model(), job.createdAt(), job.params(), job.note(), job.validation(), job.corpus());
        return switch (status) {
            case RUNNING -> queued.running(NOW);
            case INTERRUPTED -> queued.running(NOW).interrupted();
            default -> queued;
        };
    }

    @Test
    void aJobWhoseModelIsDamagedMakesAnother() throws IOException {
        Job succeeded;
        try (var fixture = new ServiceFixture(directory, 5)) {
            succeeded = ended(fixture, fixture.submit(QUICK));
        }
        Files.writeString(directory.resolve("models/cats/1/model.json"), "{}");
        try (var fixture = new ServiceFixture(directory, 5)) {
            fixture.store.save(unfinished(succeeded, JobStatus.RUNNING));

            fixture.service.resume();

            assertThat(ended(fixture, succeeded).version()).isEqualTo(2);
        }
    }

    @Test
    void aJobDeletedAsSoonAsItHasEndedDoesNotComeBack() throws IOException {
        var saving = new CountDownLatch(1);
        var save = new CountDownLatch(1);
        var slow = new SlowStore(new DirectoryJobStore(directory.resolve("jobs")), saving, save);
        try (var fixture = new ServiceFixture(directory, slow, 5)) {
            Job job = fixture.submit(QUICK);
            awaitUninterruptibly(saving);
            Thread deletion = Thread.ofPlatform().start(() -> {
                while (!fixture.statusOf(job).isFinal()) {
                    Thread.onSpinWait();
                }
                fixture.service.delete(job.id().value());
            });
            await().atMost(LONG)
                    .until(() -> deletion.getState() == Thread.State.BLOCKED
                            || deletion.getState() == Thread.State.TERMINATED);
            save.countDown();
            await().atMost(LONG).until(() -> !deletion.isAlive());
        }
        assertThat(new DirectoryJobStore(directory.resolve("jobs")).all()).isEmpty();
    }

    /// Takes its time to save a job that has succeeded.
    private record SlowStore(JobStore target, CountDownLatch saving, CountDownLatch save) implements JobStore {

        @Override
        public List<Job> all() {
            return target.all();
        }

        @Override
        public boolean hidesJobs() {
            return target.hidesJobs();
        }

        @Override
        public void save(Job job) {
            if (job.status() == JobStatus.SUCCEEDED) {
                saving.countDown();
                awaitUninterruptibly(save);
            }
            target.save(job);
        }

        @Override
        public void delete(JobId id) {
            target.delete(id);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
