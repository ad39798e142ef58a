package dev.charloom.training;

import static dev.charloom.training.JobFixtures.CREATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobHandleTest {

    @TempDir
    Path directory;

    private JobHandle handle;

    @BeforeEach
    void create() {
        handle = handle(JobFixtures.queued("job00001"));
    }

    private JobHandle handle(Job job) {
        return new JobHandle(job, JobFiles.of(job.id(), directory, Clock.systemUTC()));
    }

    @Test
    void anIllegalMoveChangesAndSavesNothing() {
        var saved = new ArrayList<Job>();

        assertThat(handle.change(job -> job.succeeded(CREATED, 1, null, null), saved::add))
                .isNull();

        assertThat(handle.job()).isEqualTo(JobFixtures.queued("job00001"));
        assertThat(saved).isEmpty();
    }

    @Test
    void aLegalMoveIsSavedBeforeItIsSeen() {
        var saved = new ArrayList<Job>();

        Job running = handle.change(job -> job.running(CREATED), saved::add);

        assertThat(handle.job()).isEqualTo(running);
        assertThat(saved).containsExactly(running);
    }

    @Test
    void whatDoesNotChangeIsNotSaved() {
        var saved = new ArrayList<Job>();

        assertThat(handle.change(job -> job, saved::add)).isEqualTo(handle.job());

        assertThat(saved).isEmpty();
    }

    @Test
    void aJobThatRunsIsNotBegunAgain() {
        assertThat(handle.begin(CREATED, job -> {})).isTrue();
        assertThat(handle.begin(CREATED, job -> {})).isFalse();
    }

    @Test
    void nothingFollowsAnEnd() {
        handle.change(job -> job.cancelled(CREATED));

        assertThat(handle.change(job -> job.running(CREATED))).isNull();
        assertThat(handle.change(job -> job.failed(CREATED, "late"))).isNull();
        assertThat(handle.job().status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aChangeThatCouldNotBeSavedHasNotHappened() {
        assertThatThrownBy(() -> handle.change(job -> job.cancelled(CREATED), job -> {
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(handle.job()).isEqualTo(JobFixtures.queued("job00001"));
        assertThat(handle.files().events().after(0)).isEmpty();
    }

    @Test
    void aCancelledJobIsNotMerelyInterrupted() {
        handle.requestStop(JobStatus.INTERRUPTED);
        handle.requestStop(JobStatus.CANCELLED);
        handle.requestStop(JobStatus.INTERRUPTED);

        assertThat(handle.stopAs()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aJobThatCouldNotPublishCanBeCancelledAfterItWasResumed() {
        handle.settle();
        handle.change(job -> job.paused("there is no space"));
        handle.resume(job -> {});

        handle.stop(JobStatus.CANCELLED, job -> job.cancelled(CREATED), job -> {});

        assertThat(handle.job().status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aCancellationOutlivesAResumptionThatComesBesideIt() {
        handle.change(Job::paused);
        var refusal = new AtomicReference<Throwable>();
        var resuming = new Thread(() -> refusal.set(catchThrowable(() -> handle.resume(job -> {}))));
        handle.stop(
                JobStatus.CANCELLED,
                job -> {
                    resuming.start(); // at the last moment at which the job still rests
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> resuming.getState() == Thread.State.BLOCKED || !resuming.isAlive());
                    return job.cancelled(CREATED);
                },
                job -> {});
        await().atMost(Duration.ofMinutes(1)).until(() -> !resuming.isAlive());

        assertThat(handle.job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(refusal.get()).isInstanceOf(JobConflict.class);
    }

    @Test
    void nobodyWaitsForAJobThatHasEndedAlready() {
        Job ended = JobFixtures.running("job00001").succeeded(CREATED, 1, null, null);

        handle(ended).awaitStop(600); // returns at once
    }
}
