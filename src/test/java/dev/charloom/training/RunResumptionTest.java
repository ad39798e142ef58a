package dev.charloom.training;

import static dev.charloom.training.Runs.numbers;
import static dev.charloom.training.TrainingFixtures.corpus;
import static dev.charloom.training.TrainingFixtures.names;
import static dev.charloom.training.TrainingFixtures.params;
import static dev.charloom.training.TrainingFixtures.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.repository.StorageFailed;
import dev.charloom.text.CorpusFile;
import dev.charloom.training.TrainingParams.CellChoice;
import dev.charloom.training.TrainingParams.Mode;
import dev.charloom.training.TrainingParams.OptimizerChoice;
import dev.charloom.training.TrainingParams.ScheduleChoice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that was stopped anywhere and taken up again from disk ends as one that never stopped: the same weights, bit
/// for bit, and the same record.
class RunResumptionTest {

    @TempDir
    Path directory;

    static Stream<Arguments> runs() {
        return Stream.of(Mode.LINES, Mode.TEXT)
                .flatMap(mode -> Stream.of(OptimizerChoice.values())
                        .flatMap(optimizer -> Stream.of(ScheduleChoice.COSINE, ScheduleChoice.PLATEAU)
                                .map(schedule -> Arguments.of(mode, optimizer, schedule))));
    }

    private static TrainingParams of(Mode mode, OptimizerChoice optimizer, ScheduleChoice schedule) {
        return params(b -> {
            b.mode = mode;
            b.optimizer = optimizer;
            b.schedule = schedule;
            b.cell = optimizer == OptimizerChoice.SGD ? CellChoice.LSTM : CellChoice.GRU;
            b.plateauPatience = schedule == ScheduleChoice.PLATEAU ? 1 : null;
            b.learningRate = 0.03;
            b.warmupSteps = 4;
            b.maxSteps = 40L;
            b.epochs = 100;
            b.evaluateEvery = 3L;
            b.sampleEvery = 7L;
            b.checkpointEvery = 9;
            return b;
        });
    }

    private CheckpointFiles files(String name) {
        return new CheckpointFiles(directory.resolve(name), Clock.systemUTC());
    }

    private static JobCheckpoints checkpoints(CheckpointFiles files) {
        return new JobCheckpoints(files, 2, 3600, () -> 0, state -> {});
    }

    /// Takes a run up from its files and goes on until so many steps in all are taken, or to the end.
    private TrainingLoop.Result goOn(CorpusFile file, TrainingParams params, CheckpointFiles files, long until)
            throws IOException {
        var taken = new long[1];
        var recorder = new Runs.Recorder() {
            @Override
            public void resumed(TrainingRun run) {
                taken[0] = run.step();
            }

            @Override
            public void stepped(TrainingRun run, int epoch, double loss, int characters, boolean recorded) {
                taken[0] = run.step();
            }
        };
        JobCheckpoints checkpoints = checkpoints(files);
        return Runs.run(file, params, 1, recorder, checkpoints, checkpoints::resume, () -> taken[0] >= until);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void stoppedAtManyPointsARunEndsAsIfItHadNeverStopped(Mode mode, OptimizerChoice optimizer, ScheduleChoice schedule)
            throws IOException {
        CorpusFile file = corpus(directory, mode == Mode.LINES ? names() : stream());
        TrainingParams params = of(mode, optimizer, schedule);
        TrainingLoop.Result whole = goOn(file, params, files("whole"), Long.MAX_VALUE);

        CheckpointFiles files = files("parts");
        TrainingLoop.Result parts = null;
        for (long stop : new long[] {1, 2, 3, 5, 8, 9, 10, 17, 18, 21, 27, 33, 39, Long.MAX_VALUE}) {
            parts = goOn(file, params, files, stop);
        }

        assertThat(parts.end()).isEqualTo(TrainingLoop.End.COMPLETE);
        assertThat(parts.state()).isEqualTo(whole.state());
        assertThat(numbers(parts.weights())).usingRecursiveComparison().isEqualTo(numbers(whole.weights()));
        assertThat(whole.state().samples())
                .extracting(TrainingSample::step)
                .containsExactly(7L, 14L, 21L, 28L, 35L, 40L);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINES", "TEXT"})
    void soDoesOneThatDropsAndAveragesAndCutsAtRandom(Mode mode) throws IOException {
        CorpusFile file = corpus(directory, mode == Mode.LINES ? names() : stream());
        TrainingParams params = params(b -> {
            b.mode = mode;
            b.cell = CellChoice.LSTM;
            b.layers = 2;
            b.layerNorm = true;
            b.skipConnections = true;
            b.embeddingSize = b.hiddenSize;
            b.tiedWeights = true;
            b.regularization = mode == Mode.TEXT
                    ? new Regularization(0.1, 0.2, 0.3, 0.2, 0.2, 0.9, true)
                    : new Regularization(0.1, 0.2, 0.3, 0.2, 0, 0.9, null);
            b.maxSteps = 40L;
            b.epochs = 100;
            b.evaluateEvery = 3L;
            b.checkpointEvery = 9;
            return b;
        });
        TrainingLoop.Result whole = goOn(file, params, files("whole"), Long.MAX_VALUE);

        CheckpointFiles files = files("parts");
        TrainingLoop.Result parts = null;
        for (long stop : new long[] {1, 2, 3, 8, 9, 10, 18, 21, 39, Long.MAX_VALUE}) {
            parts = goOn(file, params, files, stop);
        }

        assertThat(parts.state()).isEqualTo(whole.state());
        assertThat(numbers(parts.weights())).usingRecursiveComparison().isEqualTo(numbers(whole.weights()));
        List<Evaluation> evaluations = whole.state().history().history().evaluations();
        assertThat(evaluations).allSatisfy(it -> assertThat(it.averagedLoss()).isPositive());
        assertThat(whole.state().bestLoss())
                .isEqualTo(evaluations.stream()
                        .mapToDouble(Evaluation::lowestLoss)
                        .min()
                        .orElseThrow());
    }

    @Test
    void aDamagedCheckpointIsSetAsideAndAnOlderOneTakesItsPlace() throws IOException {
        CorpusFile file = corpus(directory, stream());
        TrainingParams params = of(Mode.TEXT, OptimizerChoice.ADAM, ScheduleChoice.COSINE);
        TrainingLoop.Result whole = goOn(file, params, files("whole"), Long.MAX_VALUE);
        CheckpointFiles files = files("damaged");
        goOn(file, params, files, 20);
        Path newest = checkpoint("damaged", "-20");
        flipBit(newest.resolve("training.safetensors"));

        TrainingLoop.Result result = goOn(file, params, files, Long.MAX_VALUE);

        assertThat(result.state()).isEqualTo(whole.state());
        assertThat(numbers(result.weights())).usingRecursiveComparison().isEqualTo(numbers(whole.weights()));
        assertThat(directory.resolve("damaged/quarantine").resolve(newest.getFileName()))
                .isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"formatVersion\": 1, \"files\": {\"state.json\": null}}"})
    void aCheckpointWithAnEmptyManifestIsSetAside(String manifest) throws IOException {
        CorpusFile file = corpus(directory, names());
        TrainingParams params = of(Mode.LINES, OptimizerChoice.ADAM, ScheduleChoice.COSINE);
        CheckpointFiles files = files("damaged");
        goOn(file, params, files, 20);
        Path newest = checkpoint("damaged", "-20");
        Files.writeString(newest.resolve("manifest.json"), manifest);

        goOn(file, params, files, 21);

        assertThat(directory.resolve("damaged/quarantine").resolve(newest.getFileName()))
                .isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"createdAt\": \"2026-11-22T12:00:00Z\"}",
                "{\"createdAt\": \"2026-11-22T12:00:00Z\", \"state\": {\"step\": 20, \"samples\": []}}"
            })
    void aCheckpointWhoseStateIsDamagedIsNotListed(String state) throws IOException {
        CorpusFile file = corpus(directory, names());
        TrainingParams params = of(Mode.LINES, OptimizerChoice.ADAM, ScheduleChoice.COSINE);
        CheckpointFiles files = files("damaged");
        goOn(file, params, files, 20);
        assertThat(files.list()).extracting(CheckpointInfo::step).contains(18L, 20L);

        Files.writeString(checkpoint("damaged", "-20").resolve("state.json"), state);

        assertThat(files.list()).extracting(CheckpointInfo::step).contains(18L).doesNotContain(20L);
    }

    @Test
    void aCheckpointThatCannotBeReadForAMomentIsNeitherSetAsideNorPassedOver() throws IOException {
        CorpusFile file = corpus(directory, names());
        TrainingParams params = of(Mode.LINES, OptimizerChoice.ADAM, ScheduleChoice.COSINE);
        CheckpointFiles files = files("unreadable");
        goOn(file, params, files, 20);
        Path tensors = checkpoint("unreadable", "-20").resolve("training.safetensors");
        Path elsewhere = Files.move(tensors, directory.resolve("elsewhere"));
        Files.createSymbolicLink(tensors, tensors); // leads to itself: opening it fails, whoever opens it

        assertThatThrownBy(() -> goOn(file, params, files, Long.MAX_VALUE)).isInstanceOf(StorageFailed.class);
        Files.delete(tensors);
        Files.move(elsewhere, tensors);
        goOn(file, params, files, 20);

        assertThat(files.list()).extracting(CheckpointInfo::step).containsExactly(18L, 20L, 21L);
        assertThat(directory.resolve("unreadable/quarantine")).doesNotExist();
    }

    @Test
    void withoutAnySoundCheckpointARunBeginsAgain() throws IOException {
        CorpusFile file = corpus(directory, names());
        TrainingParams params = of(Mode.LINES, OptimizerChoice.ADAMW, ScheduleChoice.COSINE);
        TrainingLoop.Result whole = goOn(file, params, files("whole"), Long.MAX_VALUE);
        CheckpointFiles files = files("damaged");
        goOn(file, params, files, 20);
        try (var all = Files.newDirectoryStream(directory.resolve("damaged"), "0*")) {
            for (Path checkpoint : all) {
                Files.delete(checkpoint.resolve("manifest.json"));
            }
        }

        TrainingLoop.Result result = goOn(file, params, files, Long.MAX_VALUE);

        assertThat(result.state()).isEqualTo(whole.state());
        assertThat(numbers(result.weights())).usingRecursiveComparison().isEqualTo(numbers(whole.weights()));
    }

    @Test
    void theNewestCheckpointsAndTheLastScheduledOneAreKept() throws IOException {
        CorpusFile file = corpus(directory, names());
        TrainingParams params = of(Mode.LINES, OptimizerChoice.ADAM, ScheduleChoice.COSINE);
        CheckpointFiles files = files("kept");

        for (long stop : new long[] {19, 20, 21, 22}) {
            goOn(file, params, files, stop);
        }

        List<CheckpointInfo> kept = files.list();
        assertThat(kept).extracting(CheckpointInfo::step).containsExactly(18L, 21L, 22L);
        assertThat(kept).extracting(CheckpointInfo::scheduled).containsExactly(true, false, false);
        assertThat(kept.getLast().bestValidationLoss()).isPositive();
    }

    @Test
    void checkpointsAreFoundWhateverDigitsTheCountryWrites() throws IOException {
        CorpusFile file = corpus(directory, names());
        TrainingParams params = of(Mode.LINES, OptimizerChoice.ADAM, ScheduleChoice.COSINE);
        CheckpointFiles files = files("kept");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("fa-IR"));
            assertThat("%d".formatted(1)).isNotEqualTo("1");

            goOn(file, params, files, 2);
        } finally {
            Locale.setDefault(before);
        }

        assertThat(files.list()).extracting(CheckpointInfo::step).containsExactly(0L, 2L);
    }

    private Path checkpoint(String name, String end) throws IOException {
        try (var all = Files.newDirectoryStream(directory.resolve(name), "0*" + end)) {
            return all.iterator().next();
        }
    }

    private static void flipBit(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int value = bytes.read();
            bytes.seek(middle);
            bytes.write(value ^ 4);
        }
    }
}
