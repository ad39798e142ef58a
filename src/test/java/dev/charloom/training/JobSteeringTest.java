package dev.charloom.training;

import static dev.charloom.training.ServiceFixture.CATS;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModel;
import dev.charloom.sampling.Novelty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that are paused, resumed, cancelled and published on request, and what they tell of it.
class JobSteeringTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TrainingParams ENDLESS = params(b -> {
        b.epochs = 1_000_000;
        return b;
    });

    @TempDir
    Path directory;

    private ServiceFixture fixture;
    private TrainingService service;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServiceFixture(directory, 5);
        service = fixture.service;
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /// A job that has taken a few steps.
    private String running() throws IOException {
        String id = fixture.submit(ENDLESS).id().value();
        awaitStep(id, 20);
        return id;
    }

    private void awaitStep(String id, long step) {
        await().atMost(LONG).until(() -> stepOf(id) > step);
    }

    private long stepOf(String id) {
        Progress progress = service.find(id).progress();
        return progress == null ? 0 : progress.step();
    }

    private Job paused(String id) {
        service.pause(id);
        await().atMost(LONG).until(() -> service.find(id).status() == JobStatus.PAUSED);
        return service.find(id);
    }

    private List<String> statuses(String id) {
        return service.events(id, 0).stream()
                .filter(event -> event.type() == JobEvent.Type.STATUS)
                .map(event -> event.data().path("status").asString())
                .toList();
    }

    @Test
    void otherJobsAreSubmittedWhileACheckpointIsPublished() throws Exception {
        String id = running();
        paused(id);
        var begun = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        var inTime = new AtomicBoolean();
        fixture.repository.beforePublishing(() -> {
            begun.countDown();
            inTime.set(arrives(other));
        });
        var publishing = new Thread(() -> service.publish(id));
        publishing.start();
        assertThat(arrives(begun)).isTrue();

        fixture.submit(ENDLESS);
        other.countDown();
        publishing.join();

        assertThat(inTime).isTrue();
        assertThat(service.find(id).version()).isEqualTo(1);
    }

    private static boolean arrives(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void aPausedJobRestsWithACheckpointAndGoesOnFromThereWhenItIsResumed() throws IOException {
        String id = running();
        Job paused = paused(id);
        long step = stepOf(id);
        assertThat(service.checkpoints(id).getLast().step()).isEqualTo(step);
        assertThat(fixture.store.all()).containsExactly(paused);
        assertThatThrownBy(() -> service.pause(id)).isInstanceOf(JobConflict.class);

        service.resume(id);
        awaitStep(id, step);

        List<JobEvent> resumed = service.events(id, 0).stream()
                .filter(event -> event.type() == JobEvent.Type.RESUMED)
                .toList();
        assertThat(resumed)
                .extracting(event -> event.data().path("step").asLong())
                .containsExactly(0L, step);
        assertThatThrownBy(() -> service.resume(id)).isInstanceOf(JobConflict.class);
        service.cancel(id);
        await().atMost(LONG).until(() -> service.find(id).status() == JobStatus.CANCELLED);
        assertThat(statuses(id)).containsExactly("running", "paused", "queued", "running", "cancelled");
    }

    @Test
    void aPausedJobRestsOverARestart() throws IOException {
        String id = running();
        paused(id);
        long step = stepOf(id);
        stop();
        start();
        service.resume();

        assertThat(service.find(id).status()).isEqualTo(JobStatus.PAUSED);
        assertThat(stepOf(id)).isEqualTo(step);
        service.resume(id);
        awaitStep(id, step);
        service.cancel(id);
    }

    @Test
    void aJobThatWaitsIsPausedAtOnce() throws IOException {
        String first = running();
        String second = fixture.submit(ENDLESS).id().value();

        assertThat(service.pause(second).status()).isEqualTo(JobStatus.PAUSED);
        assertThat(service.resume(second).status()).isEqualTo(JobStatus.QUEUED);

        service.cancel(second);
        service.cancel(first);
    }

    @Test
    void aJobThatWaitsForTheMemoryOfAnotherIsPausedAndGoesOnWhenThereIsSome() throws IOException {
        String id;
        try (var _ = fixture.memory.ofJob(Runtime.getRuntime().maxMemory(), () -> false)) {
            id = fixture.submit(ENDLESS).id().value();
            await().atMost(LONG).until(() -> service.find(id).status() == JobStatus.RUNNING);
            paused(id);
            assertThat(stepOf(id)).isZero();
            service.resume(id);
            await().atMost(LONG).until(() -> service.find(id).status() == JobStatus.RUNNING);
        }
        awaitStep(id, 20);
        service.cancel(id);
    }

    @Test
    void aJobThatWasPausedAndResumedWhileItWaitedRunsOnce() throws IOException {
        String first = running();
        String second = fixture.submit(ENDLESS).id().value();
        service.pause(second);
        service.resume(second);

        fixture.executor.setMaximumPoolSize(3);
        fixture.executor.setCorePoolSize(3); // a place for each of its two turns

        await().atMost(LONG).until(() -> fixture.executor.getCompletedTaskCount() == 1);
        awaitStep(second, 20);
        service.cancel(second);
        service.cancel(first);
        await().atMost(LONG).until(() -> fixture.executor.getActiveCount() == 0);
        assertThat(statuses(second)).containsExactly("paused", "queued", "running", "cancelled");
        assertThat(service.events(second, 0))
                .filteredOn(event -> event.type() == JobEvent.Type.RESUMED)
                .hasSize(1);
    }

    @Test
    void theBestWeightsOfAPausedOrCancelledJobCanBePublishedOnce() throws IOException {
        String id = running();
        assertThatThrownBy(() -> service.publish(id)).isInstanceOf(JobConflict.class);
        Job paused = paused(id);

        Job published = service.publish(id);

        assertThat(published.status()).isEqualTo(JobStatus.PAUSED);
        assertThat(published.version()).isEqualTo(1);
        ModelManifest.Training training =
                fixture.repository.manifest(new ModelReference(CATS, 1)).training();
        assertThat(training.ended()).isEqualTo("checkpoint");
        assertThat(training.validationLoss()).isEqualTo(paused.progress().bestValidationLoss());
        assertThat(training.steps()).isEqualTo(paused.progress().step());
        Novelty novelty = Novelty.read(
                fixture.repository.novelty(new ModelReference(CATS, 1)).orElseThrow());
        assertThat(TrainingFixtures.names().lines()).noneMatch(novelty::isNew);
        assertThat(novelty.isNew("a name that nobody has")).isTrue();
        service.cancel(id);
        assertThat(service.publish(id).version()).isEqualTo(1);
        assertThat(fixture.repository.versions(CATS)).containsExactly(1);
    }

    @Test
    void aJobThatPublishedACheckpointStillEndsWithAVersionOfItsOwn() throws IOException {
        String id = fixture.submit(params(b -> {
                    b.epochs = 1_000_000;
                    b.maxSteps = 3_000L;
                    return b;
                }))
                .id()
                .value();
        await().atMost(LONG).until(() -> stepOf(id) > 20);
        try {
            paused(id);
        } catch (JobConflict e) {
            return; // a very fast machine: it has ended already
        }
        service.publish(id);
        stop();
        start();
        service.resume();

        service.resume(id);

        await().atMost(LONG).until(() -> service.find(id).status() == JobStatus.SUCCEEDED);
        assertThat(service.find(id).version()).isEqualTo(2);
        await().atMost(LONG).until(() -> service.checkpoints(id).isEmpty()); // let go after the job has ended
    }

    @Test
    void aJobThatIsPublishingItsModelCannotBeStoppedAnyMore() throws IOException {
        var refusals = new ConcurrentLinkedQueue<Throwable>();
        fixture.repository.beforePublishing(() -> {
            String id = service.list(null, 1, null).getFirst().id().value();
            refusals.add(catchThrowable(() -> service.cancel(id)));
            refusals.add(catchThrowable(() -> service.pause(id)));
        });

        Job job = fixture.submit(params(b -> {
            b.maxSteps = 2L;
            return b;
        }));

        await().atMost(LONG).until(() -> fixture.statusOf(job) == JobStatus.SUCCEEDED);
        assertThat(refusals)
                .hasSize(2)
                .hasOnlyElementsOfType(JobConflict.class)
                .allSatisfy(it -> assertThat(it).hasMessageContaining("is publishing its model and cannot be"));
    }

    @Test
    void theLatestModelOfARunningJobCanBeRead() throws IOException {
        String id = running();

        StoredModel model = service.latestModel(id); // of the checkpoint at step 0, at least

        assertThat(model.manifest().name()).isEqualTo(CATS);
        assertThat(model.parameters().shape().hidden()).isEqualTo(12);
        service.cancel(id);
    }

    @Test
    void aJobThatHasNotBegunHasNothingToPublish() throws IOException {
        running();
        String waiting = fixture.submit(ENDLESS).id().value();
        service.pause(waiting);

        assertThatThrownBy(() -> service.publish(waiting)).isInstanceOf(NoCheckpoint.class);
        assertThatThrownBy(() -> service.latestModel(waiting)).isInstanceOf(NoCheckpoint.class);
    }

    @Test
    void withAJobItsFilesAreDeleted() throws IOException {
        String id = running();
        service.cancel(id);
        await().atMost(LONG).until(() -> service.find(id).status() == JobStatus.CANCELLED);
        assertThat(directory.resolve("jobs").resolve(id)).isDirectory();

        service.delete(id);

        assertThat(directory.resolve("jobs")).isEmptyDirectory();
    }
}
