package dev.charloom.training;

import static dev.charloom.training.ServiceFixture.CATS;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes wrong ends its own job and nothing else.
class JobFailureTest {

    private static final TrainingParams QUICK = params(b -> {
        b.maxSteps = 2L;
        return b;
    });

    @TempDir
    Path directory;

    private ServiceFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServiceFixture(directory, 5);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Job ended(Job job) {
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.statusOf(job).isFinal());
        return fixture.service.find(job.id().value());
    }

    private void assertThatTheNextJobSucceeds() throws IOException {
        fixture.repository.beforePublishing(() -> {});
        assertThat(ended(fixture.submit(QUICK)).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    private Job failedBy(Runnable failure) throws IOException {
        fixture.repository.beforePublishing(failure);
        Job failed = ended(fixture.submit(QUICK));
        assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
        assertThat(failed.version()).isNull();
        assertThat(fixture.store.all()).containsExactly(failed);
        return failed;
    }

    @Test
    void anUnknownFailureIsNamedByTheJobOnly() throws IOException {
        Job failed = failedBy(() -> {
            throw new IllegalStateException("secret /path");
        });

        assertThat(failed.error()).contains(failed.id().value()).doesNotContain("secret");
        assertThatTheNextJobSucceeds();
    }

    @Test
    void aBrokenDiskFailsTheJob() throws IOException {
        failedBy(() -> {
            throw new StorageFailed("broken", new IOException("Input/output error"));
        });

        assertThatTheNextJobSucceeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Too many open files"})
    void aShortagePausesTheJobUntilSomebodyResumesIt(String words) throws IOException {
        fixture.repository.beforePublishing(() -> {
            throw new StorageFailed("a version could not be published", new IOException(words));
        });
        Job job = fixture.submit(QUICK);
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.statusOf(job) == JobStatus.PAUSED);
        assertThat(fixture.service.find(job.id().value()).error()).contains("can be resumed");

        fixture.repository.beforePublishing(() -> {});
        fixture.service.resume(job.id().value());

        assertThat(ended(job))
                .extracting(Job::status, Job::version, Job::error)
                .containsExactly(JobStatus.SUCCEEDED, 1, null);
    }

    @Test
    void tooLittleMemoryFailsTheJobAndTellsWhatNeedsLess() throws IOException {
        Job failed = failedBy(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(failed.error()).contains("not enough memory").contains("smaller");
        assertThatTheNextJobSucceeds();
    }

    @Test
    void anErrorOfTheMachineDoesNotEndTheThread() throws IOException {
        failedBy(() -> {
            throw new StackOverflowError();
        });

        assertThatTheNextJobSucceeds();
    }

    @Test
    void aCorpusThatChangedOnDiskIsNotTrainedOn() throws IOException {
        var gate = new CountDownLatch(1);
        fixture.repository.beforePublishing(() -> awaitUninterruptibly(gate));
        fixture.submit(QUICK);
        Job second = fixture.service.submit(
                CATS, TrainingOrder.of(QUICK), fixture.corpora.store("other words\n".repeat(40)));
        Path corpus = fixture.corpora.pathOf(second.corpus().sha256());
        Files.writeString(corpus, Files.readString(corpus).replaceFirst("other", "ether"));
        gate.countDown();

        assertThat(ended(second).status()).isEqualTo(JobStatus.FAILED);
        assertThatTheNextJobSucceeds();
    }

    private static void awaitUninterruptibly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
