package dev.charloom.training;

import static dev.charloom.training.ServiceFixture.CATS;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.repository.StorageFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Jobs that run on the thread of the test, which steps in whenever one is saved.
class JobRunnerTest {

    @TempDir
    Path directory;

    private Consumer<Job> beforeSaving = job -> {};
    private ServiceFixture fixture;
    private JobHandle handle;

    @BeforeEach
    void submit() throws IOException {
        Path jobs = directory.resolve("jobs");
        fixture = new ServiceFixture(directory, new HookedStore(new DirectoryJobStore(jobs)), 5);
        fixture.executor.shutdown();
        Job job = fixture.submit(params(b -> {
            b.epochs = 1;
            b.dynamicEvaluation = true;
            return b;
        }));
        handle = new JobHandle(job, JobFiles.of(job.id(), jobs, Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /// A store that first lets the test have its turn.
    private final class HookedStore implements JobStore {

        private final JobStore target;

        private HookedStore(JobStore target) {
            this.target = target;
        }

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
            beforeSaving.accept(job);
            target.save(job);
        }

        @Override
        public void delete(JobId id) {
            target.delete(id);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CANCELLED", "PAUSED", "INTERRUPTED"})
    void aJobThatIsStoppedAfterItsLastStepPublishesNothing(JobStatus wish) {
        beforeSaving = job -> {
            Progress progress = job.progress();
            if (progress != null && progress.fraction() == 1) { // its last checkpoint is on disk
                handle.requestStop(wish);
            }
        };

        fixture.runner.run(handle);

        assertThat(handle.job().status()).isEqualTo(wish);
        assertThat(handle.job().report()).isNull();
        assertThat(fixture.repository.versions(CATS)).isEmpty();
        assertThat(handle.files().checkpoints().list().getLast().step())
                .isEqualTo(handle.job().progress().steps());
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "CANCELLED", "PAUSED", "INTERRUPTED"})
    void aRunIsOverEvenIfThatCannotBeStored(JobStatus end) {
        beforeSaving = job -> {
            if (job.status() == end) {
                throw new StorageFailed("full", new IOException("No space left on device"));
            }
            if (end != JobStatus.SUCCEEDED && job.progress() != null) {
                handle.requestStop(end);
            }
        };

        fixture.runner.run(handle);

        assertThat(handle.job().status()).isEqualTo(end);
        assertThat(fixture.store.all()).extracting(Job::status).containsExactly(JobStatus.RUNNING);
    }

    @Test
    void aJobThatWaitsStaysInTheQueueIfItsCancellationCannotBeStored() {
        String id = handle.job().id().value();
        beforeSaving = job -> {
            throw new StorageFailed("full", new IOException("No space left on device"));
        };
        assertThatThrownBy(() -> fixture.service.cancel(id)).isInstanceOf(StorageFailed.class);
        assertThat(fixture.service.find(id).status()).isEqualTo(JobStatus.QUEUED);

        beforeSaving = job -> {};
        assertThat(fixture.service.pause(id).status()).isEqualTo(JobStatus.PAUSED);
    }

    @Test
    void aJobThatWasPausedAfterItsLastStepStillPublishesItsModel() {
        aJobThatIsStoppedAfterItsLastStepPublishesNothing(JobStatus.PAUSED);
        beforeSaving = job -> {};
        handle.resume(fixture.store::save);

        fixture.runner.run(handle);

        assertThat(handle.job().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(handle.job().report().novelty()).hasSize(3);
        assertThat(handle.job().progress().epoch()).isEqualTo(1);
        assertThat(fixture.repository.versions(CATS)).containsExactly(1);
    }
}
