package dev.charloom.training;

import dev.charloom.engine.CellKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everything that decides what model a corpus becomes: the same parameters, seed and corpus give the same model, bit
/// for bit, whatever the number of threads.
///
/// @param mode whether lines are sequences of their own or the corpus is one stream
/// @param cell the recurrent cell
/// @param gruReset where a GRU resets; without effect on the other cells
/// @param layers stacked recurrent layers, 1 to 16
/// @param hiddenSize units of each layer, 1 to 4096
/// @param embeddingSize width of the character embedding, 0 (one-hot) to 4096
/// @param vocabulary the characters the model knows
/// @param carryState `text` mode: whether the state goes on from window to window
/// @param sequenceLength steps of back-propagation through time, 1 to 4096
/// @param batchSize lanes trained at once, 1 to 4096
/// @param epochs passes over the training part, 1 to 1,000,000
/// @param maxSteps steps after which training ends even within an epoch; null for none
/// @param learningRate peak learning rate, above 0, at most 10
/// @param optimizer how gradients become changes
/// @param schedule the course of the learning rate
/// @param clipNorm largest global norm of the gradients; 0 clips nothing
/// @param validationFraction share of the corpus that is never trained on, 0 to 0.9
/// @param sampleEvery steps between samples written while training; null for one at every evaluation
/// @param seed decides the initial weights, the order of the data, the choice of validation lines and the samples
public record TrainingParams(
        Mode mode,
        CellChoice cell,
        GruReset gruReset,
        int layers,
        int hiddenSize,
        int embeddingSize,
        VocabularyChoice vocabulary,
        boolean carryState,
        int sequenceLength,
        int batchSize,
        int epochs,
        @Nullable Long maxSteps,
        double learningRate,
        OptimizerChoice optimizer,
        ScheduleChoice schedule,
        double clipNorm,
        double validationFraction,
        @Nullable Long sampleEvery,
        long seed) {

    /// The largest whole number that every JSON client represents exactly.
    public static final long MAX_SEED = (1L << 53) - 1;

    /// How a corpus is read; `AUTO` decides by its statistics.
    public enum Mode {
        AUTO,
        LINES,
        TEXT
    }

    /// The recurrent cells a user may choose.
    public enum CellChoice {
        RNN,
        GRU,
        LSTM
    }

    /// Whether a GRU's reset gate acts before or after the recurrent product.
    public enum GruReset {
        BEFORE,
        AFTER
    }

    /// Which characters a model knows: the distinct ones of its corpus, or code points 10 to 127.
    public enum VocabularyChoice {
        CORPUS,
        ASCII
    }

    /// The optimisers a user may choose.
    public enum OptimizerChoice {
        ADAM
    }

    /// The learning-rate schedules a user may choose.
    public enum ScheduleChoice {
        CONSTANT,
        COSINE,
        LINEAR
    }

    /// Checks every range.
    ///
    /// @throws InvalidTrainingParams naming every parameter that is out of its range
    public TrainingParams {
        var wrong = new ArrayList<InvalidTrainingParams.Violation>();
        check(layers >= 1 && layers <= 16, "layers", layers, "1 to 16", wrong);
        check(hiddenSize >= 1 && hiddenSize <= 4096, "hiddenSize", hiddenSize, "1 to 4096", wrong);
        check(embeddingSize >= 0 && embeddingSize <= 4096, "embeddingSize", embeddingSize, "0 to 4096", wrong);
        check(sequenceLength >= 1 && sequenceLength <= 4096, "sequenceLength", sequenceLength, "1 to 4096", wrong);
        check(batchSize >= 1 && batchSize <= 4096, "batchSize", batchSize, "1 to 4096", wrong);
        check(epochs >= 1 && epochs <= 1_000_000, "epochs", epochs, "1 to 1000000", wrong);
        check(maxSteps == null || maxSteps >= 1, "maxSteps", maxSteps, "at least 1", wrong);
        check(learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "above 0, at most 10", wrong);
        check(clipNorm >= 0 && Double.isFinite(clipNorm), "clipNorm", clipNorm, "at least 0", wrong);
        check(
                validationFraction >= 0 && validationFraction <= 0.9,
                "validationFraction",
                validationFraction,
                "0 to 0.9",
                wrong);
        check(sampleEvery == null || sampleEvery >= 1, "sampleEvery", sampleEvery, "at least 1", wrong);
        check(seed >= 0 && seed <= MAX_SEED, "seed", seed, "0 to " + MAX_SEED, wrong);
        if (!wrong.isEmpty()) {
            throw new InvalidTrainingParams(List.copyOf(wrong));
        }
    }

    /// What is trained where nothing is said: a model that a small corpus teaches decently within minutes.
    public static TrainingParams defaults() {
        return new TrainingParams(
                Mode.AUTO,
                CellChoice.LSTM,
                GruReset.AFTER,
                2,
                128,
                32,
                VocabularyChoice.CORPUS,
                true,
                64,
                32,
                20,
                null,
                0.004,
                OptimizerChoice.ADAM,
                ScheduleChoice.COSINE,
                5.0,
                0.1,
                null,
                0);
    }

    /// The engine's name for the chosen cell.
    public CellKind cellKind() {
        return switch (cell) {
            case RNN -> CellKind.RNN;
            case LSTM -> CellKind.LSTM;
            case GRU -> gruReset == GruReset.BEFORE ? CellKind.GRU_RESET_BEFORE : CellKind.GRU_RESET_AFTER;
        };
    }

    /// These parameters with `mode` decided.
    public TrainingParams withMode(Mode decided) {
        return new TrainingParams(
                decided,
                cell,
                gruReset,
                layers,
                hiddenSize,
                embeddingSize,
                vocabulary,
                carryState,
                sequenceLength,
                batchSize,
                epochs,
                maxSteps,
                learningRate,
                optimizer,
                schedule,
                clipNorm,
                validationFraction,
                sampleEvery,
                seed);
    }

    /// The name that users write for a choice, in lower case.
    public static String nameOf(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static void check(
            boolean ok,
            String name,
            @Nullable Object value,
            String allowed,
            List<InvalidTrainingParams.Violation> wrong) {
        if (!ok) {
            wrong.add(new InvalidTrainingParams.Violation(name, String.valueOf(value), allowed));
        }
    }
}
