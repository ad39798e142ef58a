package dev.charloom.training;

import static dev.charloom.training.ServiceFixture.CATS;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModel;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Presets, models that are gone on from, and what a job would be.
class TrainingPlannerTest {

    private static final ModelReference FIRST = new ModelReference(CATS, 1);
    private static final ModelName DOGS = new ModelName("dogs");
    private static final TrainingParams QUICK = params(b -> {
        b.maxSteps = 20L;
        return b;
    });

    @TempDir
    Path directory;

    private ServiceFixture fixture;
    private TrainingService service;

    @BeforeEach
    void start() throws IOException {
        var looks = new AtomicLong(); // at a clock that goes on half a second with each, so that measuring is over soon
        fixture = new ServiceFixture(
                directory, new DirectoryJobStore(directory.resolve("jobs")), 5, () -> looks.getAndAdd(500_000_000));
        service = fixture.service;
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private CorpusFile names() throws IOException {
        return fixture.corpora.store(TrainingFixtures.names());
    }

    private Job ended(Job job) {
        await().atMost(Duration.ofSeconds(60)).until(() -> fixture.statusOf(job).isFinal());
        return service.find(job.id().value());
    }

    private static TrainingOrder from(ModelReference model, String... given) {
        return new TrainingOrder(TrainingParams.defaults(), Set.of(given), null, model);
    }

    @Test
    void aPresetFillsInWhatWasNotGiven() throws IOException {
        var order = new TrainingOrder(TrainingParams.defaults(), Set.of("hiddenSize"), Preset.LARGE, null);

        TrainingEstimate estimate = service.estimate(order, names());

        assertThat(estimate.params().layers()).isEqualTo(2);
        assertThat(estimate.params().hiddenSize()).isEqualTo(128);
        assertThat(estimate.params().embeddingSize()).isEqualTo(128);
        assertThat(estimate.params().batchSize()).isEqualTo(32);
        assertThat(estimate.params().optimization().learningRate()).isEqualTo(0.003);
    }

    @Test
    void autoGoesByTheSizeOfTheCorpusAndSaysSo() throws IOException {
        var order = new TrainingOrder(TrainingParams.defaults(), Set.of(), Preset.AUTO, null);

        TrainingEstimate estimate = service.estimate(order, names());

        assertThat(estimate.params().hiddenSize()).isEqualTo(64);
        assertThat(estimate.note()).contains(" Preset tiny was chosen for 240 characters. Mode lines");
        assertThat(List.of(19_999L, 20_000L, 500_000L, 3_000_000L))
                .extracting(Preset.AUTO::decided)
                .containsExactly(Preset.TINY, Preset.SMALL, Preset.MEDIUM, Preset.LARGE);
    }

    @Test
    void aPresetRegularisesUnlessThatWasGivenAndAsFarAsItHasAnEffect() throws IOException {
        var free = new TrainingOrder(TrainingParams.defaults(), Set.of(), Preset.MEDIUM, null);
        assertThat(service.estimate(free, names()).params().regularization())
                .isEqualTo(new Regularization(0, 0.3, 0.4, 0.2, 0, 0.999, null)); // lines have no windows to cut

        var given = new TrainingOrder(
                params(b -> {
                    b.regularization = new Regularization(0, 0, 0.6, 0.2, 0, null, null);
                    return b;
                }),
                Set.of("outputDropout", "layers", "weightDrop", "averageDecay"),
                Preset.MEDIUM,
                null);
        assertThat(service.estimate(given, names()).params().regularization())
                .isEqualTo(new Regularization(0, 0, 0.6, 0.2, 0, null, null));
    }

    @Test
    void whatIsForOneStreamIsRefusedWhereAutoTakesTheCorpusForLines() {
        TrainingParams params = params(b -> {
            b.carryState = false;
            b.regularization = new Regularization(0, 0, 0, 0, 0, null, true);
            return b;
        });
        var order = new TrainingOrder(params, Set.of("carryState", "randomWindows"), null, null);

        assertThatThrownBy(() -> service.estimate(order, names()))
                .isInstanceOfSatisfying(
                        InvalidTrainingParams.class,
                        refused -> assertThat(refused.violations())
                                .extracting(InvalidTrainingParams.Violation::field)
                                .containsExactly("carryState", "randomWindows"));
    }

    @Test
    void statesThatAreDroppedAreRefusedWhereAutoTakesTheCorpusForLines() {
        TrainingParams params = params(b -> {
            b.regularization = new Regularization(0, 0, 0, 0, 0.1, null, null);
            return b;
        });
        var order = new TrainingOrder(params, Set.of("stateDrop"), null, null);

        assertThatThrownBy(() -> service.estimate(order, names()))
                .isInstanceOfSatisfying(
                        InvalidTrainingParams.class,
                        refused -> assertThat(refused.violations())
                                .extracting(InvalidTrainingParams.Violation::field)
                                .containsExactly("stateDrop"));
    }

    @Test
    void aPresetDropsStatesThatAreCarried() throws IOException {
        assertThat(stateDropOfMedium(TrainingParams.Mode.TEXT, null)).isEqualTo(0.01);
        assertThat(stateDropOfMedium(TrainingParams.Mode.TEXT, false)).isZero();
        assertThat(stateDropOfMedium(TrainingParams.Mode.LINES, null)).isZero();
    }

    private double stateDropOfMedium(TrainingParams.Mode mode, @Nullable Boolean carryState) throws IOException {
        TrainingParams params = params(b -> {
            b.mode = mode;
            b.carryState = carryState;
            return b;
        });
        var order = new TrainingOrder(params, Set.of("mode", "sequenceLength"), Preset.MEDIUM, null);
        return service.estimate(order, names()).params().regularization().stateDrop();
    }

    @Test
    void whatGoesByAValidationLossIsRefusedWhereThereIsButOneLine() throws IOException {
        CorpusFile line = fixture.corpora.store("anna\n");
        TrainingParams params = params(b -> {
            b.mode = TrainingParams.Mode.LINES;
            b.schedule = TrainingParams.ScheduleChoice.PLATEAU;
            b.patience = 3;
            b.dynamicEvaluation = true;
            b.regularization = new Regularization(0, 0, 0, 0, 0, 0.9, null);
            return b;
        });

        assertThatThrownBy(() ->
                        service.estimate(new TrainingOrder(params, Set.of("validationFraction"), null, null), line))
                .hasMessageContaining("the corpus has one line")
                .isInstanceOfSatisfying(
                        InvalidTrainingParams.class,
                        refused -> assertThat(refused.violations())
                                .extracting(InvalidTrainingParams.Violation::field)
                                .containsExactly(
                                        "validationFraction",
                                        "patience",
                                        "dynamicEvaluation",
                                        "averageDecay",
                                        "schedule"));
        var preset = new TrainingOrder(
                params(b -> {
                    b.mode = TrainingParams.Mode.LINES;
                    return b;
                }),
                Set.of("mode"),
                Preset.SMALL,
                null);
        TrainingEstimate estimate = service.estimate(preset, fixture.corpora.store("anna\n"));
        assertThat(estimate.params().monitoring().validationFraction()).isZero();
        assertThat(estimate.params().regularization().averageDecay()).isNull();
    }

    @Test
    void thereIsLessDropoutWhereTheCorpusIsReadLessOften() {
        assertThat(List.of(1.0, 9.0, 20.0, 37.0))
                .extracting(passes -> Preset.LARGE.sizes(passes).dropouts())
                .containsExactly(
                        new Preset.Dropouts(0.03, 0.04, 0.01),
                        new Preset.Dropouts(0.27, 0.36, 0.06),
                        new Preset.Dropouts(0.3, 0.4, 0.13),
                        new Preset.Dropouts(0.3, 0.4, 0.2));
    }

    @Test
    void aShortCorpusIsReadAsOftenAsItTakesToLearnSomethingOfIt() throws IOException {
        TrainingEstimate estimate = service.estimate(open(TrainingParams.defaults()), names());

        assertThat(estimate.steps()).isEqualTo(400);
        assertThat(estimate.params().epochs()).isEqualTo(200); // 36 names in batches of 32
        assertThat(estimate.note())
                .startsWith("The corpus is short and is read 200 times: 20 times would be 40 steps. Mode lines");
        assertThat(estimate.params().monitoring()).isEqualTo(Monitoring.defaults());
    }

    @Test
    void aCorpusThatIsLongEnoughIsReadAsUsual() throws IOException {
        CorpusFile corpus = fixture.corpora.store(TrainingFixtures.names().repeat(40));
        TrainingParams narrow = params(
                b -> { // 1,440 names in batches of 32
                    b.epochs = 20;
                    b.batchSize = 32;
                    return b;
                });

        TrainingEstimate estimate = service.estimate(open(narrow), corpus);

        assertThat(estimate.params().epochs()).isEqualTo(20);
        assertThat(estimate.steps()).isGreaterThan(400);
        assertThat(estimate.note()).startsWith("Mode lines");
    }

    @Test
    void whoAsksForStepsGetsThem() throws IOException {
        for (long steps : new long[] {1, 50, 5_000}) {
            TrainingEstimate estimate = service.estimate(
                    open(params(b -> {
                        b.epochs = 20;
                        b.maxSteps = steps;
                        return b;
                    })),
                    names());

            assertThat(estimate.steps()).isEqualTo(steps);
            assertThat(estimate.note()).startsWith("Mode lines");
        }
    }

    @Test
    void whoAsksForEpochsGetsThem() throws IOException {
        TrainingParams params = params(b -> {
            b.epochs = 3;
            return b;
        });
        var order = new TrainingOrder(params, Set.of("epochs"), null, null);

        assertThat(service.estimate(order, names()).params().epochs()).isEqualTo(3);
    }

    private static TrainingOrder open(TrainingParams params) {
        return new TrainingOrder(params, Set.of(), null, null);
    }

    @Test
    void aLargeCorpusHoldsOutNoMoreThanAMillionCharactersUnlessAShareIsGiven() {
        TrainingOrder open = TrainingOrder.of(TrainingParams.defaults());
        var given = new TrainingOrder(TrainingParams.defaults(), Set.of("validationFraction"), null, null);

        assertThat(List.of(100L, 10_000_000L, 10_100_000L, 600_000_000L))
                .extracting(characters ->
                        open.forCorpusOf(characters).params().monitoring().validationFraction())
                .containsExactly(0.1, 0.1, 0.099, 0.00166);
        assertThat(given.forCorpusOf(600_000_000)).isEqualTo(given);
    }

    @Test
    void anEstimateTellsWhatTheJobComesTo() throws IOException {
        TrainingEstimate estimate = service.estimate(TrainingOrder.of(QUICK), names());

        Job job = ended(fixture.submit(QUICK));
        assertThat(estimate.params()).isEqualTo(job.params());
        assertThat(estimate.note()).isEqualTo(job.note());
        assertThat(estimate.validation()).isEqualTo(job.validation());
        assertThat(estimate.steps()).isEqualTo(job.progress().steps());
        assertThat(estimate.shape())
                .isEqualTo(fixture.repository.manifest(FIRST).shape());
        assertThat(estimate.parameters())
                .isEqualTo(fixture.repository.load(FIRST).parameters().shape().parameterCount());
        assertThat(estimate.memoryBytes()).isBetween(4 * estimate.parameters(), estimate.memoryLimit());
        assertThat(estimate.corpus().lines()).isEqualTo(40);
    }

    @Test
    void anEstimateKeepsNothing() throws IOException {
        service.estimate(TrainingOrder.of(QUICK), names());

        assertThat(directory.resolve("corpora")).isEmptyDirectory();
        assertThat(service.list(null, 10, null)).isEmpty();
    }

    @Test
    void aModelIsGoneOnFromWithItsWeightsAndNewCharactersBehindItsOwn() throws IOException {
        ended(fixture.submit(QUICK));
        StoredModel parent = fixture.repository.load(FIRST);
        CorpusFile other = fixture.corpora.store("Zoë\nana\n".repeat(20));
        var still = new TrainingOrder(
                params(b -> {
                    b.maxSteps = 1L;
                    b.learningRate = 1e-12; // what comes out is what went in
                    b.validationFraction = 0;
                    return b;
                }),
                Set.of(),
                null,
                new ModelReference(CATS, null));

        Job job = ended(service.submit(DOGS, still, other));

        assertThat(job.error()).isNull();
        assertThat(job.params().from()).isEqualTo("cats:1");
        assertThat(job.note()).startsWith("It goes on from model cats:1, with 2 new characters.");
        StoredModel child = fixture.repository.load(new ModelReference(DOGS, 1));
        assertThat(child.manifest().training().parent()).isEqualTo("cats:1");
        int known = parent.manifest().vocabulary().length;
        assertThat(child.manifest().vocabulary())
                .startsWith(parent.manifest().vocabulary())
                .hasSize(known + 2);
        assertThat(Vocabulary.of(child.manifest().vocabulary()).idOf('Z')).isEqualTo(known);
        float[] before = parent.parameters().embedding().data;
        float[] after = child.parameters().embedding().data;
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i], org.assertj.core.api.Assertions.within(1e-6f));
        }
    }

    @Test
    void goingOnWithTheSameCorpusBeginsWhereTheModelStood() throws IOException {
        ended(fixture.submit(params(b -> {
            b.epochs = 30;
            return b;
        })));
        double loss = fixture.repository.manifest(FIRST).training().validationLoss();
        var order = new TrainingOrder(QUICK, Set.of("learningRate"), null, FIRST);

        Job job = ended(service.submit(CATS, order, names()));

        assertThat(job.version()).isEqualTo(2);
        assertThat(job.history().losses().getFirst().loss()).isLessThan(loss * 1.5);
    }

    @Test
    void aShapeThatIsGivenHasToAgree() throws IOException {
        ended(fixture.submit(QUICK));

        assertThatThrownBy(() -> service.estimate(from(FIRST, "layers", "hiddenSize", "cell"), names()))
                .isInstanceOfSatisfying(InvalidTrainingParams.class, invalid -> {
                    assertThat(invalid.violations())
                            .extracting(InvalidTrainingParams.Violation::field)
                            .containsExactlyInAnyOrder("layers", "hiddenSize", "cell");
                    assertThat(invalid).hasMessageContaining("12, as model cats:1 has it");
                });
        TrainingEstimate estimate = service.estimate(from(FIRST), names());
        assertThat(estimate.params().hiddenSize()).isEqualTo(12);
        assertThat(estimate.params().cell()).isEqualTo(TrainingParams.CellChoice.GRU);
    }

    @Test
    void withoutTheModelNothingIsQueuedAndNothingKept() {
        assertThatThrownBy(() -> service.submit(DOGS, from(FIRST), names())).isInstanceOf(ModelNotFound.class);

        assertThat(service.list(null, 10, null)).isEmpty();
        assertThat(directory.resolve("corpora")).isEmptyDirectory();
    }
}
