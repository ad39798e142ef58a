package dev.charloom.training;

import static dev.charloom.training.Runs.numbers;
import static dev.charloom.training.TrainingFixtures.corpus;
import static dev.charloom.training.TrainingFixtures.names;
import static dev.charloom.training.TrainingFixtures.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.text.CorpusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of runs whose numbers are infinite or none.
class SetbackTest {

    private static final TrainingParams PARAMS = params(b -> {
        b.maxSteps = 20L;
        b.epochs = 100;
        b.evaluateEvery = 3L;
        b.checkpointEvery = 5;
        return b;
    });

    @TempDir
    Path directory;

    private CorpusFile file;

    @BeforeEach
    void store() throws IOException {
        file = corpus(directory, names());
    }

    /// Spoils a weight after certain steps, so that the next step leaves the numbers.
    private static final class Spoiler extends Runs.Recorder {
        private final Consumer<TrainingRun> spoil;

        Spoiler(Consumer<TrainingRun> spoil) {
            this.spoil = spoil;
        }

        @Override
        public void stepped(TrainingRun run, int epoch, double loss, int characters, boolean recorded) {
            super.stepped(run, epoch, loss, characters, recorded);
            spoil.accept(run);
        }
    }

    /// Spoils the first run through step `step` alone.
    private static Spoiler once(long step) {
        return new Spoiler(run -> {
            if (run.step() == step && run.setbacks() == 0) {
                spoil(run);
            }
        });
    }

    private static void spoil(TrainingRun run) {
        run.tensors(false).weights().getFirst().values()[0] = Float.NaN;
        run.trainer().resumeAt(run.step()); // the engine keeps copies of its weights
    }

    @Test
    void aRunThatLeavesTheNumbersGoesBackToItsCheckpointAndOnWithHalfTheRate() throws IOException {
        Spoiler spoiler = once(8);

        TrainingLoop.Result result = Runs.run(file, PARAMS, 1, spoiler, () -> false);

        assertThat(spoiler.setbacks).containsExactly(9L);
        assertThat(result.end()).isEqualTo(TrainingLoop.End.COMPLETE);
        assertThat(result.state().rate().setbacks()).isEqualTo(1);
        assertThat(spoiler.losses).hasSize(8 + 15); // three of them twice
        assertThat(result.state().history().history().losses())
                .extracting(LossPoint::learningRate)
                .startsWith(0.01, 0.01, 0.01, 0.01, 0.01, 0.005)
                .endsWith(0.005)
                .hasSize(20);
        assertThat(numbers(result.weights()))
                .allSatisfy(values -> assertThat(values).doesNotContain(Float.NaN));
    }

    @Test
    void aRunWithoutACheckpointYetBeginsAgain() throws IOException {
        Spoiler spoiler = once(2);

        TrainingLoop.Result result = Runs.run(file, PARAMS, 1, spoiler, () -> false);

        assertThat(spoiler.losses).hasSize(2 + 20);
        assertThat(result.state().history().history().losses().getFirst().learningRate())
                .isEqualTo(0.005);
    }

    @Test
    void aRunThatLeavesTheNumbersAgainAndAgainIsGivenUpButItsBestWeightsAreKept() {
        var spoiler = new Spoiler(run -> {
            if (run.step() == 8) {
                spoil(run);
            }
        });
        var checkpoints = new MemoryCheckpoints();

        assertThatThrownBy(() -> Runs.run(file, PARAMS, 1, spoiler, checkpoints, run -> {}, () -> false))
                .isInstanceOf(NotFinite.class)
                .hasMessageContaining("step 9")
                .hasMessageContaining("0.00125");

        assertThat(spoiler.setbacks).containsExactly(9L, 9L, 9L);
        RunState last = checkpoints.kept.getLast().state();
        assertThat(last.bestLoss()).isNotNull();
        assertThat(last.bestEvaluation()).isNotNull();
        assertThat(checkpoints.kept.getLast().tensors())
                .allSatisfy(tensor -> assertThat(tensor.values()).doesNotContain(Float.NaN));
        Evaluation afterTheCheckpoint = spoiler.evaluations.getLast();
        assertThat(afterTheCheckpoint.step()).isEqualTo(6);
        assertThat(afterTheCheckpoint.best()).isTrue();
        assertThat(last.bestLoss()).isEqualTo(afterTheCheckpoint.validationLoss());
        assertThat(last.step()).isEqualTo(5);
    }

    @Test
    void weightsThatLeaveTheNumbersJustBeforeAnEvaluationAreNotEvaluated() throws IOException {
        Spoiler spoiler = once(9);

        TrainingLoop.Result result = Runs.run(file, PARAMS, 1, spoiler, () -> false);

        assertThat(spoiler.setbacks).containsExactly(9L);
        assertThat(spoiler.evaluations)
                .extracting(Evaluation::step)
                .containsExactly(3L, 6L, 6L, 9L, 12L, 15L, 18L, 20L);
        assertThat(spoiler.evaluations).extracting(Evaluation::validationLoss).doesNotContain(Double.NaN);
        assertThat(result.state().bestLoss()).isFinite();
    }

    @Test
    void weightsThatComeToAnInfiniteLossAreNotEvaluatedEither() throws IOException {
        Spoiler spoiler = new Spoiler(run -> {
            if (run.step() == 9 && run.setbacks() == 0) {
                float[] bias = run.tensors(false).weights().getLast().values();
                Arrays.fill(bias, -Float.MAX_VALUE);
                bias[0] = Float.MAX_VALUE;
                run.trainer().resumeAt(run.step());
            }
        });

        TrainingLoop.Result result = Runs.run(file, PARAMS, 1, spoiler, () -> false);

        assertThat(spoiler.setbacks).containsExactly(9L);
        assertThat(result.state().bestLoss()).isFinite();
    }

    @Test
    void noSampleIsWrittenWithWeightsThatHaveLeftTheNumbers() throws IOException {
        Spoiler spoiler = once(4);

        Runs.run(
                file,
                params(b -> {
                    b.maxSteps = 8L;
                    b.evaluateEvery = 8L;
                    b.sampleEvery = 2L;
                    b.validationFraction = 0;
                    return b;
                }),
                1,
                spoiler,
                () -> false);

        assertThat(spoiler.setbacks).containsExactly(4L);
        assertThat(spoiler.samples).extracting(TrainingSample::step).containsExactly(2L, 2L, 4L, 6L, 8L);
    }

    @Test
    void weightsThatLeaveTheNumbersWithTheLastStepAreNeverKept() throws IOException {
        Spoiler spoiler = once(20);

        TrainingLoop.Result result = Runs.run(file, PARAMS, 1, spoiler, () -> false);

        assertThat(spoiler.setbacks).containsExactly(20L);
        assertThat(numbers(result.weights()))
                .allSatisfy(values -> assertThat(values).doesNotContain(Float.NaN));
        assertThat(result.state().step()).isEqualTo(20);
        assertThat(result.state().rate().setbacks()).isEqualTo(1);
    }
}
