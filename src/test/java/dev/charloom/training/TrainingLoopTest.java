package dev.charloom.training;

import static dev.charloom.training.Runs.numbers;
import static dev.charloom.training.TrainingFixtures.MEMORY;
import static dev.charloom.training.TrainingFixtures.corpus;
import static dev.charloom.training.TrainingFixtures.names;
import static dev.charloom.training.TrainingFixtures.params;
import static dev.charloom.training.TrainingFixtures.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.Network;
import dev.charloom.engine.Parameters;
import dev.charloom.engine.State;
import dev.charloom.engine.Tape;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.text.Corpus;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {

    @TempDir
    Path directory;

    private TrainingLoop.Result run(String text, TrainingParams params, int threads, TrainingListener listener)
            throws IOException {
        return Runs.run(corpus(directory, text), params, threads, listener, () -> false);
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndSamplesWhateverTheThreads() throws IOException {
        var first = new Runs.Recorder();
        var second = new Runs.Recorder();

        TrainingLoop.Result one = run(names(), params(b -> b), 1, first);
        TrainingLoop.Result three = Runs.run(directoryCopy(names()), params(b -> b), 3, second, () -> false);

        assertThat(numbers(three.weights())).usingRecursiveComparison().isEqualTo(numbers(one.weights()));
        assertThat(second.evaluations).isEqualTo(first.evaluations);
        assertThat(second.samples).isEqualTo(first.samples);
    }

    private CorpusFile directoryCopy(String text) throws IOException {
        return corpus(java.nio.file.Files.createDirectory(directory.resolve("copy")), text);
    }

    @Test
    void anotherSeedGivesOtherWeights() throws IOException {
        TrainingLoop.Result one = run(names(), params(b -> b), 1, new Runs.Recorder());
        var other = params(b -> {
            b.seed = 2;
            return b;
        });

        TrainingLoop.Result two = Runs.run(directoryCopy(names()), other, 1, new Runs.Recorder(), () -> false);

        assertThat(numbers(two.weights())).usingRecursiveComparison().isNotEqualTo(numbers(one.weights()));
    }

    @Test
    void theLossBeginsAtThatOfAUniformGuessAndFalls() throws IOException {
        var recorder = new Runs.Recorder();

        run(
                stream(),
                params(b -> {
                    b.mode = TrainingParams.Mode.TEXT;
                    b.epochs = 20;
                    return b;
                }),
                2,
                recorder);

        assertThat(recorder.losses.getFirst()).isCloseTo(Math.log(5), within(0.25));
        assertThat(recorder.evaluations.getLast().validationLoss()).isLessThan(0.2);
        assertThat(recorder.evaluations).hasSize(20);
    }

    @Test
    void aStateThatIsAlwaysDroppedIsOneThatIsNotCarried() throws IOException {
        List<Double> carried = lossesOfText(true, 0);
        List<Double> sometimesDropped = lossesOfText(true, 0.3);
        List<Double> alwaysDropped = lossesOfText(true, Math.nextDown(1.0));

        assertThat(alwaysDropped).isEqualTo(lossesOfText(false, 0));
        assertThat(sometimesDropped)
                .startsWith(carried.getFirst()) // there is nothing to drop before the first window
                .isNotEqualTo(carried)
                .isNotEqualTo(alwaysDropped)
                .isEqualTo(lossesOfText(true, 0.3));
    }

    private List<Double> lossesOfText(boolean carryState, double stateDrop) throws IOException {
        var recorder = new Runs.Recorder();
        TrainingParams params = params(b -> {
            b.mode = TrainingParams.Mode.TEXT;
            b.cell = TrainingParams.CellChoice.LSTM;
            b.carryState = carryState;
            b.regularization = new Regularization(0, 0, 0, 0, stateDrop, null, true);
            b.epochs = 4;
            return b;
        });
        Path place = java.nio.file.Files.createTempDirectory(directory, "run");
        Runs.run(corpus(place, stream()), params, 2, recorder, () -> false);
        return recorder.losses;
    }

    @Test
    void theWeightsOfTheLowestValidationLossAreKept() throws IOException {
        var recorder = new Runs.Recorder();
        var params = params(b -> {
            b.epochs = 60;
            b.learningRate = 0.05; // memorises the few lines soon
            b.validationFraction = 0.5;
            return b;
        });
        CorpusFile file = corpus(directory, names());

        TrainingLoop.Result result = Runs.run(file, params, 1, recorder, () -> false);

        double lowest = recorder.evaluations.stream()
                .mapToDouble(e -> e.validationLoss() == null ? 0 : e.validationLoss())
                .min()
                .orElseThrow();
        assertThat(recorder.evaluations.getLast().validationLoss()).isGreaterThan(lowest);
        assertThat(validationLoss(file, params, result.weights())).isCloseTo(lowest, within(1e-6));
        assertThat(recorder.evaluations.stream()
                        .filter(Evaluation::best)
                        .toList()
                        .getLast()
                        .validationLoss())
                .isEqualTo(lowest);
    }

    /// Read one character at a time by a fresh network.
    private static double validationLoss(CorpusFile file, TrainingParams params, Parameters weights)
            throws IOException {
        Curriculum curriculum = TrainingPlan.of(params, file, MEMORY).curriculum(file);
        var validation = java.util.Objects.requireNonNull(curriculum.validation());
        var network = Network.forInference(weights, new JavaBlas());
        var batch = validation.newWindow();
        var state = new State(network.shape(), batch.maxLanes());
        var tape = Tape.forInference(network.shape(), batch.inputs().length, batch.maxLanes(), new JavaBlas());
        var window = new Window();
        double loss = 0;
        for (int i = 0; i < validation.windowsPerEpoch(); i++) {
            validation.fill(0, i, batch);
            if (batch.fresh()) {
                state.reset();
            }
            window.set(batch.steps(), batch.widths(), batch.inputs(), batch.targets());
            loss += network.loss(window, state, tape);
        }
        return loss / validation.charactersPerEpoch();
    }

    @Test
    void theValidationLossOfAStreamIsThatOfReadingItFromTheTrainingPartOn() throws IOException {
        CorpusFile file = corpus(directory, stream());
        var params = params(b -> {
            b.mode = TrainingParams.Mode.TEXT;
            return b;
        });
        var recorder = new Runs.Recorder();

        TrainingLoop.Result result = Runs.run(file, params, 2, recorder, () -> false);

        TrainingPlan plan = TrainingPlan.of(params, file, MEMORY);
        Corpus corpus = Corpus.load(file, plan.vocabulary());
        int from =
                TextSplit.of(corpus, params.monitoring().validationFraction()).training();
        var network = Network.forInference(result.weights(), new JavaBlas());
        var state = new State(network.shape(), 1);
        var tape = Tape.forInference(network.shape(), 1, 1, new JavaBlas());
        var window = new Window();
        double loss = 0;
        for (int i = from; i < corpus.length(); i++) {
            window.set(1, new int[] {1}, new int[] {corpus.idAt(i - 1)}, new int[] {corpus.idAt(i)});
            loss += network.loss(window, state, tape);
        }
        double best = recorder.evaluations.stream()
                .mapToDouble(e -> java.util.Objects.requireNonNull(e.validationLoss()))
                .min()
                .orElseThrow();
        assertThat(loss / (corpus.length() - from)).isCloseTo(best, within(1e-6));
    }

    @Test
    void maxStepsEndsARunWithinAnEpochAndEvaluatesThere() throws IOException {
        var recorder = new Runs.Recorder();

        TrainingLoop.Result result = run(
                names(),
                params(b -> {
                    b.maxSteps = 5L;
                    b.epochs = 1000;
                    return b;
                }),
                1,
                recorder);

        assertThat(recorder.losses).hasSize(5);
        assertThat(recorder.evaluations.getLast().step()).isEqualTo(5);
        assertThat(result.end()).isEqualTo(TrainingLoop.End.COMPLETE);
    }

    @Test
    void samplesAreWrittenAsOftenAsAskedAndAtTheEnd() throws IOException {
        var recorder = new Runs.Recorder();

        run(
                names(),
                params(b -> {
                    b.maxSteps = 7L;
                    b.epochs = 100;
                    b.sampleEvery = 3L;
                    return b;
                }),
                1,
                recorder);

        assertThat(recorder.samples).extracting(TrainingSample::step).containsExactly(3L, 6L, 7L);
    }

    @Test
    void aRunStopsAfterTheStepInWhichItIsAsked() throws IOException {
        var recorder = new Runs.Recorder();

        TrainingLoop.Result result =
                Runs.run(corpus(directory, names()), params(b -> b), 1, recorder, () -> recorder.losses.size() == 2);

        assertThat(result.end()).isEqualTo(TrainingLoop.End.STOPPED);
        assertThat(recorder.losses).hasSize(2);
    }

    @Test
    void evaluationsAreMadeAsOftenAsAskedAndAtTheEnd() throws IOException {
        var recorder = new Runs.Recorder();

        run(
                names(),
                params(b -> {
                    b.maxSteps = 7L;
                    b.epochs = 100;
                    b.evaluateEvery = 3L;
                    return b;
                }),
                1,
                recorder);

        assertThat(recorder.evaluations).extracting(Evaluation::step).containsExactly(3L, 6L, 7L);
    }

    @Test
    void aRunEndsEarlyWhenSoManyEvaluationsHaveBroughtNoLowerValidationLoss() throws IOException {
        var recorder = new Runs.Recorder();

        TrainingLoop.Result result = run(
                names(),
                params(b -> {
                    b.epochs = 500;
                    b.learningRate = 0.05; // memorises the few lines soon
                    b.validationFraction = 0.5;
                    b.patience = 3;
                    return b;
                }),
                1,
                recorder);

        assertThat(result.end()).isEqualTo(TrainingLoop.End.EARLY);
        List<Boolean> best =
                recorder.evaluations.stream().map(Evaluation::best).toList().reversed();
        assertThat(best).startsWith(false, false, false, true).hasSizeLessThan(500);
        assertThat(recorder.samples.getLast().step()).isEqualTo(result.state().step());
    }

    @Test
    void aPlateauLowersTheRate() throws IOException {
        var recorder = new Runs.Recorder();

        run(
                names(),
                params(b -> {
                    b.epochs = 60;
                    b.learningRate = 0.05;
                    b.validationFraction = 0.5;
                    b.schedule = TrainingParams.ScheduleChoice.PLATEAU;
                    b.plateauPatience = 2;
                    return b;
                }),
                1,
                recorder);

        double rate = 0.05;
        int without = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (Evaluation evaluation : recorder.evaluations) {
            assertThat(evaluation.learningRate()).isEqualTo(rate);
            double loss = java.util.Objects.requireNonNull(evaluation.validationLoss());
            without = loss < lowest ? 0 : without + 1;
            lowest = Math.min(loss, lowest);
            if (without == 2) {
                rate *= 0.5;
                without = 0;
            }
        }
        assertThat(rate).isLessThan(0.02);
    }
}
