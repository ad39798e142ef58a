package dev.charloom.training;

import static dev.charloom.training.ServiceFixture.CATS;
import static dev.charloom.training.ServiceFixture.NOW;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModel;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextRejected;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingServiceTest {

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

    private final CountDownLatch gate = new CountDownLatch(1);
    private ServiceFixture fixture;
    private TrainingService service;

    @BeforeEach
    void start() throws IOException {
        fixture = new ServiceFixture(directory, 2);
        service = fixture.service;
    }

    @AfterEach
    void stop() {
        gate.countDown();
        fixture.close();
    }

    /// Keeps the only place taken until the gate opens.
    private void occupyThePlace() {
        fixture.executor.execute(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void awaitStatus(Job job, JobStatus status) {
        await().atMost(LONG).until(() -> fixture.statusOf(job) == status);
    }

    private Job ended(Job job) {
        await().atMost(LONG).until(() -> fixture.statusOf(job).isFinal());
        return service.find(job.id().value());
    }

    private Path corpusOf(Job job) {
        return fixture.corpora.pathOf(job.corpus().sha256());
    }

    @Test
    void aJobIsQueuedOnDiskThenTrainedThenPublished() throws IOException {
        occupyThePlace();
        Job queued = fixture.submit(QUICK);
        assertThat(queued.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(queued.createdAt()).isEqualTo(NOW);
        assertThat(queued.note()).contains("lines");
        assertThat(queued.corpus().lines()).isEqualTo(40);
        assertThat(fixture.store.all()).containsExactly(queued);

        gate.countDown();
        Job succeeded = ended(queued);

        assertThat(succeeded.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(succeeded.version()).isEqualTo(1);
        assertThat(succeeded.startedAt()).isEqualTo(NOW);
        assertThat(succeeded.finishedAt()).isEqualTo(NOW);
        assertThat(succeeded.error()).isNull();
        assertThat(succeeded.samples()).isNotEmpty();
        assertThat(succeeded.progress().step()).isEqualTo(2);
        assertThat(fixture.store.all()).containsExactly(succeeded);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "TEXT"})
    void atTheEndTheModelIsExamined(TrainingParams.Mode mode) throws IOException {
        Job job = ended(fixture.submit(params(b -> {
            b.maxSteps = 100L;
            b.epochs = 100;
            b.mode = mode;
            b.dynamicEvaluation = true;
            return b;
        })));

        JobReport report = job.report();
        assertThat(report.dynamicValidationLoss()).isBetween(0.01, 2.0);
        assertThat(report.novelty())
                .extracting(JobReport.Originality::temperature)
                .containsExactly(0.5, 0.8, 1.0);
        assertThat(report.novelty()).allSatisfy(it -> {
            assertThat(it.characters()).isPositive();
            assertThat(it.copiedLines()).isBetween(0.0, 1.0);
            assertThat(it.longestCopiedText()).hasSize(it.longestCopy());
            assertThat(TrainingFixtures.names()).contains(it.longestCopiedText());
            assertThat(it.sample()).isNotEmpty();
        });
        Job plain = ended(fixture.submit(QUICK));
        assertThat(plain.report().dynamicValidationLoss()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "TEXT"})
    void aPublishedModelTellsWhereItComesFrom(TrainingParams.Mode mode) throws IOException {
        Job job = ended(fixture.submit(params(b -> {
            b.maxSteps = 2L;
            b.mode = mode;
            return b;
        })));

        StoredModel model = fixture.repository.load(ModelReference.parse("cats"));

        assertThat(model.manifest().training().job()).isEqualTo(job.id().value());
        assertThat(model.manifest().training().parameters())
                .containsEntry("cell", "gru")
                .containsEntry("epochs", 3);
        assertThat(model.manifest().corpus().sha256()).isEqualTo(job.corpus().sha256());
        assertThat(model.manifest().tokenisation().mode()).isEqualTo(TrainingParams.nameOf(mode));
        assertThat(model.manifest().createdAt()).isEqualTo(NOW);
        assertThat(fixture.repository.history(model.manifest().reference())).isNotEmpty();
    }

    @Test
    void jobsRunInTheOrderOfTheirSubmissionAndAreListedLatestFirst() throws IOException {
        occupyThePlace();
        Job first = fixture.submit(QUICK);
        Job second = fixture.submit(QUICK);
        gate.countDown();

        assertThat(ended(second).version()).isEqualTo(2);
        assertThat(ended(first).version()).isEqualTo(1);
        assertThat(service.list(null, 10, null)).extracting(Job::id).containsExactly(second.id(), first.id());
        assertThat(service.list(null, 1, null)).extracting(Job::id).containsExactly(second.id());
        assertThat(service.list(null, 10, second.id())).extracting(Job::id).containsExactly(first.id());
        assertThat(service.list(JobStatus.QUEUED, 10, null)).isEmpty();
        service.delete(second.id().value()); // while somebody pages
        assertThat(service.list(null, 10, second.id())).extracting(Job::id).containsExactly(first.id());
    }

    @Test
    void aJobThatWaitsIsCancelledAtOnceAndNeverRuns() throws IOException {
        occupyThePlace();
        Job job = fixture.submit(QUICK);

        Job cancelled = service.cancel(job.id().value());
        gate.countDown();
        Job next = ended(fixture.submit(QUICK));

        assertThat(cancelled.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(cancelled.finishedAt()).isEqualTo(NOW);
        assertThat(fixture.store.all()).containsExactly(cancelled, next);
        assertThat(fixture.repository.versions(CATS)).containsExactly(1);
    }

    @Test
    void aJobThatTrainsIsCancelledAfterItsStepAndPublishesNothing() throws IOException {
        Job job = fixture.submit(ENDLESS);
        awaitStatus(job, JobStatus.RUNNING);

        service.cancel(job.id().value());

        assertThat(ended(job).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(fixture.repository.versions(CATS)).isEmpty();
        assertThat(ended(fixture.submit(QUICK)).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void itIsAtWorkWhileAJobIs() throws IOException {
        assertThat(service.atWork()).isFalse();

        Job job = fixture.submit(ENDLESS);
        awaitStatus(job, JobStatus.RUNNING);
        assertThat(service.atWork()).isTrue();

        service.cancel(job.id().value());
        await().atMost(LONG).until(() -> !service.atWork());
    }

    @Test
    void aJobThatHasEndedCannotBeCancelledAndOneThatHasNotCannotBeDeleted() throws IOException {
        occupyThePlace();
        String id = fixture.submit(QUICK).id().value();

        assertThatExceptionOfType(JobConflict.class).isThrownBy(() -> service.delete(id));
        service.cancel(id);
        assertThatExceptionOfType(JobConflict.class).isThrownBy(() -> service.cancel(id));
    }

    @Test
    void aCorpusGoesWithTheLastJobThatRefersToIt() throws IOException {
        Job first = ended(fixture.submit(QUICK));
        Job second = ended(fixture.submit(QUICK));

        service.delete(first.id().value());
        assertThat(corpusOf(first)).exists();
        service.delete(second.id().value());

        assertThat(corpusOf(first)).doesNotExist();
        assertThat(fixture.store.all()).isEmpty();
        assertThat(service.list(null, 10, null)).isEmpty();
        assertThat(fixture.repository.versions(CATS)).as("models stay").containsExactly(1, 2);
        assertThatExceptionOfType(JobNotFound.class)
                .isThrownBy(() -> service.find(first.id().value()));
    }

    @Test
    void anUnknownJobIsNotFoundWhateverItsIdentifierLooksLike() {
        for (String id : new String[] {"", "../../etc/passwd", "0000000000000", "x".repeat(1000)}) {
            assertThatExceptionOfType(JobNotFound.class).isThrownBy(() -> service.find(id));
            assertThatExceptionOfType(JobNotFound.class).isThrownBy(() -> service.cancel(id));
            assertThatExceptionOfType(JobNotFound.class).isThrownBy(() -> service.delete(id));
        }
    }

    @Test
    void aFullQueueRefusesAndForgetsTheCorpus() throws IOException {
        occupyThePlace();
        fixture.submit(QUICK);
        Job second = fixture.submit(QUICK);
        CorpusFile other = fixture.corpora.store("another corpus\n".repeat(30));

        assertThatExceptionOfType(QueueFull.class)
                .isThrownBy(() -> service.submit(CATS, TrainingOrder.of(QUICK), other))
                .satisfies(e -> assertThat(e.limit()).isEqualTo(2));
        assertThatExceptionOfType(QueueFull.class).isThrownBy(() -> fixture.submit(QUICK));

        assertThat(other.path()).doesNotExist();
        assertThat(corpusOf(second)).as("others wait for this one").exists();
        service.cancel(second.id().value());
        assertThat(fixture.submit(new ModelName("dogs"), QUICK).status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void aCorpusThatCannotBeTrainedOnIsRefusedAndForgotten() throws IOException {
        CorpusFile tooShort = fixture.corpora.store("ab");

        assertThatExceptionOfType(TextRejected.class)
                .isThrownBy(() -> service.submit(CATS, TrainingOrder.of(QUICK), tooShort));

        assertThat(tooShort.path()).doesNotExist();
        assertThat(service.list(null, 10, null)).isEmpty();
        assertThat(directory.resolve("jobs")).isEmptyDirectory();
    }
}
