package dev.charloom.training;

import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.repository.ModelName;
import dev.charloom.text.CorpusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Times become steps by a clock that this test turns: every look at it takes a tenth of a second.
class BudgetTest {

    private static final ModelName CATS = new ModelName("cats");
    private static final long LOOK = 100_000_000;

    @TempDir
    Path directory;

    private final AtomicLong now = new AtomicLong();

    private ServiceFixture fixture() throws IOException {
        Path jobs = directory.resolve("jobs");
        return new ServiceFixture(directory, new DirectoryJobStore(jobs), 5, () -> now.getAndAdd(LOOK));
    }

    @ParameterizedTest
    @CsvSource({"90s, 90, 1m30s", "15m, 900, 15m", "1h30m, 5400, 1h30m", "61m1s, 3661, 1h1m1s"})
    void aTimeIsWrittenInHoursMinutesAndSeconds(String text, double seconds, String canonical) {
        assertThat(Budget.parse(text).seconds()).isEqualTo(seconds);
        assertThat(Budget.parse(text)).hasToString(canonical);
        assertThat(Budget.parse(canonical)).isEqualTo(Budget.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "m", "1m1h", "-1m", "1.5h", "15 m"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Budget.parse(text));
    }

    @Test
    void aManifestHasABudgetAsItIsAskedFor() {
        TrainingParams params = params(b -> {
            b.budget = Budget.parse("15m");
            return b;
        });

        assertThat(ModelPublisher.parameters(params))
                .containsEntry("budget", "15m")
                .doesNotContainKey("time")
                .containsEntry("learningRate", 0.01);
    }

    /// Every step of the measuring takes one look at the clock, so a step takes a tenth of a second.
    @Test
    void aBudgetBecomesStepsOnceAndTheJobIsStoredWithThem() throws IOException {
        TrainingParams params = params(b -> {
            b.budget = Budget.parse("20s");
            b.sampleEvery = 1_000L;
            b.validationFraction = 0;
            b.mode = TrainingParams.Mode.LINES;
            return b;
        });
        try (var fixture = fixture()) {
            Job job = fixture.submit(CATS, params);
            assertThat(job.params().maxSteps()).isNull();
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> fixture.statusOf(job).isFinal());

            Job ended = fixture.service.find(job.id().value());
            assertThat(ended.error()).isNull();
            long steps = ended.params().maxSteps();
            assertThat((double) steps).isCloseTo(190, within(15.0));
            assertThat(ended.progress().step()).isEqualTo(steps);
            assertThat(new DirectoryJobStore(directory.resolve("jobs")).all())
                    .extracting(Job::params)
                    .containsExactly(ended.params());
            assertThat(ended.params().budget()).isEqualTo(params.budget());
        }
    }

    @Test
    void whatIsPlannedBySpeedWaitsForItsTurnOnlySoLongAndNothingElseWaits() throws IOException {
        TrainingParams timed = params(b -> {
            b.budget = Budget.parse("20s");
            return b;
        });
        var bySpeed = new TrainingOrder(timed, Set.of("budget"), null, null);
        try (var fixture = fixture()) {
            fixture.executor.shutdown();
            try (var _ = fixture.measurements.await()) {
                assertThatExceptionOfType(CannotMeasureNow.class)
                        .isThrownBy(() -> fixture.service.submit(CATS, bySpeed, names(fixture)));
                assertThatExceptionOfType(CannotMeasureNow.class)
                        .isThrownBy(() -> fixture.service.estimate(TrainingOrder.of(params(b -> b)), names(fixture)));
                assertThat(fixture.service.list(null, 10, null)).isEmpty();
                assertThat(directory.resolve("corpora")).isEmptyDirectory();
                fixture.submit(params(b -> b));
            }

            fixture.service.submit(CATS, bySpeed, names(fixture));
            fixture.service.estimate(TrainingOrder.of(params(b -> b)), names(fixture));
        }
    }

    @Test
    void nothingIsMeasuredBesideJobsThatLeaveNoMemoryForIt() throws IOException {
        try (var fixture = fixture();
                var _ = fixture.memory.ofJob(Runtime.getRuntime().maxMemory(), () -> false)) {
            assertThatExceptionOfType(CannotMeasureNow.class)
                    .isThrownBy(() -> fixture.service.estimate(TrainingOrder.of(params(b -> b)), names(fixture)))
                    .withMessageContaining("no memory to measure this beside the jobs that run");
        }
    }

    private Curriculum curriculumOfAStream() throws IOException {
        CorpusFile file = TrainingFixtures.corpus(directory, TrainingFixtures.stream());
        return TrainingPlan.of(params(b -> b), file, TrainingFixtures.MEMORY).curriculum(file);
    }

    @Test
    void evaluationsTakeTheirShareOfTheTime() throws IOException {
        Curriculum curriculum = curriculumOfAStream();
        var speed = new MeasuredSpeed(0.5, 30, 0);
        TrainingParams often = params(b -> {
            b.evaluateEvery = 20L;
            return b;
        });
        TrainingParams twice = params(b -> {
            b.evaluateEvery = 20L;
            b.regularization = new Regularization(0, 0, 0, 0, 0, 0.9, null);
            return b;
        });

        assertThat(speed.secondsPerStep(often, curriculum)).isEqualTo(2);
        assertThat(speed.secondsPerStep(twice, curriculum)).isEqualTo(3.5);
        assertThat(speed.steps(100, often, curriculum)).isEqualTo(47);
        assertThat(speed.steps(0, often, curriculum)).isEqualTo(1);
    }

    @Test
    void samplesTakeTheirShareOfTheTimeHoweverOftenTheyAreWritten() throws IOException {
        Curriculum curriculum = curriculumOfAStream();
        var speed = new MeasuredSpeed(0.5, 0, 10);
        TrainingParams atEvaluations = params(b -> {
            b.evaluateEvery = 5L;
            return b;
        });
        TrainingParams rarely = params(b -> {
            b.evaluateEvery = 5L;
            b.sampleEvery = 40L;
            return b;
        });

        assertThat(speed.secondsPerStep(atEvaluations, curriculum)).isEqualTo(2.5);
        assertThat(speed.secondsPerStep(rarely, curriculum)).isEqualTo(0.75);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void writingASampleIsMeasuredWhetherOrNotAPartIsHeldOut(double fraction) throws IOException {
        CorpusFile file = TrainingFixtures.corpus(directory, TrainingFixtures.stream());
        TrainingParams params = params(b -> {
            b.validationFraction = fraction;
            return b;
        });
        TrainingPlan plan = TrainingPlan.of(params, file, TrainingFixtures.MEMORY);
        Curriculum curriculum = plan.curriculum(file);
        var trainers = new Trainers(new JavaBlas(), 1, new TrainingMemory(TrainingFixtures.MEMORY), now::get);
        try (Trainer trainer = trainers.create(plan, curriculum)) {
            MeasuredSpeed speed =
                    MeasuredSpeed.of(trainer, curriculum, 1, _ -> now.addAndGet(3 * LOOK), () -> now.getAndAdd(LOOK));

            assertThat(speed.secondsPerSample()).isCloseTo(0.4, within(1e-9));
        }
    }

    /// A look takes as long whatever the model, so time alone decides, and a large one is not read more slowly.
    @Test
    void withoutAShapeABudgetMeansAutoAndTheNoteSaysWhatItChose() throws IOException {
        try (var fixture = fixture()) {
            TrainingEstimate estimate = fixture.service.estimate(order("10m"), names(fixture));

            assertThat(estimate.params().hiddenSize()).isEqualTo(128);
            assertThat(estimate.note()).startsWith("Preset small was chosen: in this time it reads the 240 characters");
            assertThat(estimate.seconds()).isBetween(400.0, 600.0);
            TrainingEstimate quick = fixture.service.estimate(order("1s"), names(fixture));
            assertThat(quick.params().hiddenSize()).isEqualTo(64);
        }
    }

    /// The tiny preset has one layer, which leaves nothing to skip.
    @Test
    void aBudgetTooShortForAllPresetsTakesTheSmallestThatFitsWhatWasGiven() throws IOException {
        TrainingParams skipping = params(b -> {
            b.layers = 2;
            b.skipConnections = true;
            b.budget = Budget.parse("1s");
            return b;
        });
        try (var fixture = fixture()) {
            TrainingEstimate estimate = fixture.service.estimate(
                    new TrainingOrder(skipping, Set.of("skipConnections"), null, null), names(fixture));

            assertThat(estimate.params().hiddenSize()).isEqualTo(128);
            assertThat(estimate.note()).startsWith("Preset small was chosen");
        }
    }

    private static TrainingOrder order(String budget, String... given) {
        TrainingParams params = params(b -> {
            b.budget = Budget.parse(budget);
            return b;
        });
        return new TrainingOrder(params, Set.of(given), null, null);
    }

    private static CorpusFile names(ServiceFixture fixture) throws IOException {
        return fixture.corpora.store(TrainingFixtures.names());
    }
}
