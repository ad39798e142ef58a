package dev.charloom.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.engine.CellKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everything that decides what model a corpus becomes: the same parameters, seed and corpus give the same model, bit
/// for bit, with oneDNN's kernel if the number of threads is the same, with the others whatever it is.
///
/// A parameter that would have no effect is refused; one that has an effect and is left out takes its default.
///
/// @param mode whether lines are sequences of their own or the corpus is one stream
/// @param cell the recurrent cell
/// @param gruReset where a GRU resets; null for the other cells
/// @param layers stacked recurrent layers, 1 to 16
/// @param hiddenSize units of each layer, 1 to 4096
/// @param embeddingSize width of the character embedding, 0 (one-hot) to 4096
/// @param skipConnections whether the output reads the hidden states of every layer
/// @param tiedWeights whether the output weights are the embedding, which has to be as wide as the layers
/// @param layerNorm whether the products in the gates are normalised
/// @param vocabulary the characters the model knows
/// @param carryState `text` mode: whether the state goes on from window to window; null in `lines` mode, and where
///     the mode is not decided yet for the default
/// @param sequenceLength steps of back-propagation through time, 1 to 4096
/// @param batchSize lanes trained at once, 1 to 4096
/// @param epochs passes over the training part, 1 to 1,000,000
/// @param maxSteps steps after which training ends even within an epoch; null for none
/// @param budget how long training may take; before the first step it becomes `maxSteps`, and `epochs` enough for
///     them, by the speed that is measured then; null for no limit
/// @param optimization how gradients become changes
/// @param regularization what keeps the model from learning the corpus by heart
/// @param monitoring how the run is watched
/// @param seed decides the initial weights, the order of the data, the choice of validation lines and the samples
/// @param from `name:version` of the model that the run goes on from; null if it begins anew
public record TrainingParams(
        Mode mode,
        CellChoice cell,
        @Nullable GruReset gruReset,
        int layers,
        int hiddenSize,
        int embeddingSize,
        boolean skipConnections,
        boolean tiedWeights,
        boolean layerNorm,
        VocabularyChoice vocabulary,
        @Nullable Boolean carryState,
        int sequenceLength,
        int batchSize,
        int epochs,
        @Nullable Long maxSteps,
        @Nullable Budget budget,
        @JsonUnwrapped Optimization optimization,
        @JsonUnwrapped Regularization regularization,
        @JsonUnwrapped Monitoring monitoring,
        long seed,
        @Nullable String from) {

    /// The largest whole number that every JSON client represents exactly.
    public static final long MAX_SEED = (1L << 53) - 1;

    /// The most passes over a corpus.
    public static final int MAX_EPOCHS = 1_000_000;

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
        SGD,
        RMSPROP,
        ADAM,
        ADAMW
    }

    /// The learning-rate schedules a user may choose.
    public enum ScheduleChoice {
        CONSTANT,
        COOLDOWN,
        STEP,
        COSINE,
        LINEAR,
        PLATEAU
    }

    /// Checks every range.
    ///
    /// @throws InvalidTrainingParams naming every parameter that is out of its range or would have no effect
    public TrainingParams {
        gruReset = (gruReset == null && cell == CellChoice.GRU) ? GruReset.AFTER : gruReset;
        carryState = (carryState == null && mode == Mode.TEXT) ? Boolean.TRUE : carryState;
        regularization = regularization.withMode(mode == Mode.TEXT ? mode : Mode.AUTO);
        var wrong = new Violations();
        wrong.unless(
                gruReset == null || cell == CellChoice.GRU,
                "gruReset",
                gruReset == null ? null : nameOf(gruReset),
                "nothing: it has an effect with cell gru alone");
        wrong.unless(
                carryState == null || mode != Mode.LINES,
                "carryState",
                carryState,
                "nothing: in mode lines every line begins with a state of zero");
        wrong.unless(layers >= 1 && layers <= 16, "layers", layers, "1 to 16");
        wrong.unless(hiddenSize >= 1 && hiddenSize <= 4096, "hiddenSize", hiddenSize, "1 to 4096");
        wrong.unless(embeddingSize >= 0 && embeddingSize <= 4096, "embeddingSize", embeddingSize, "0 to 4096");
        wrong.unless(
                !skipConnections || layers > 1,
                "skipConnections",
                skipConnections,
                "false: with one layer there is none below the top one");
        wrong.unless(
                !tiedWeights || embeddingSize == hiddenSize,
                "tiedWeights",
                tiedWeights,
                "false, unless embeddingSize (%d) equals hiddenSize (%d)".formatted(embeddingSize, hiddenSize));
        wrong.unless(sequenceLength >= 1 && sequenceLength <= 4096, "sequenceLength", sequenceLength, "1 to 4096");
        wrong.unless(batchSize >= 1 && batchSize <= 4096, "batchSize", batchSize, "1 to 4096");
        wrong.unless(epochs >= 1 && epochs <= MAX_EPOCHS, "epochs", epochs, "1 to " + MAX_EPOCHS);
        wrong.unless(maxSteps == null || maxSteps >= 1, "maxSteps", maxSteps, "at least 1");
        wrong.unless(budget == null || budget.isWithinRange(), "budget", budget, "1s to 720h");
        optimization.check(wrong);
        regularization.check(mode, carryState, layers, monitoring.validationFraction(), wrong);
        monitoring.check(wrong);
        wrong.unless(
                optimization.schedule() != ScheduleChoice.PLATEAU || monitoring.validationFraction() > 0,
                "schedule",
                nameOf(optimization.schedule()),
                "constant, cooldown, step, cosine or linear: without a validationFraction there is no validation loss");
        wrong.unless(seed >= 0 && seed <= MAX_SEED, "seed", seed, "0 to " + MAX_SEED);
        wrong.throwIfAny();
    }

    /// What is trained where nothing is said: a model that a small corpus teaches decently within minutes.
    public static TrainingParams defaults() {
        return new TrainingParams(
                Mode.AUTO,
                CellChoice.LSTM,
                null,
                2,
                128,
                32,
                false,
                false,
                false,
                VocabularyChoice.CORPUS,
                null,
                64,
                32,
                20,
                null,
                null,
                Optimization.defaults(),
                Regularization.none(),
                Monitoring.defaults(),
                0,
                null);
    }

    /// The engine's name for the chosen cell.
    public CellKind cellKind() {
        return switch (cell) {
            case RNN -> CellKind.RNN;
            case LSTM -> CellKind.LSTM;
            case GRU -> gruReset == GruReset.BEFORE ? CellKind.GRU_RESET_BEFORE : CellKind.GRU_RESET_AFTER;
        };
    }

    /// Whether a budget has still to become a number of steps.
    boolean awaitsSteps() {
        return budget != null && maxSteps == null;
    }

    /// These parameters with `mode` decided.
    public TrainingParams withMode(Mode decided) {
        return with(decided, epochs, maxSteps);
    }

    /// These parameters for so many passes.
    TrainingParams withEpochs(int passes) {
        return with(mode, passes, maxSteps);
    }

    /// These parameters for so many steps, and enough epochs for them.
    TrainingParams withSteps(long steps, long windowsPerEpoch) {
        long passes = Math.min(MAX_EPOCHS, Math.ceilDiv(steps, windowsPerEpoch));
        return with(mode, (int) passes, Math.min(steps, passes * windowsPerEpoch));
    }

    TrainingParams with(Monitoring other) {
        return with(mode, epochs, maxSteps, optimization, regularization, other);
    }

    /// These parameters where nothing can be held out: without all that goes by a validation loss.
    TrainingParams withoutValidation() {
        return with(
                mode,
                epochs,
                maxSteps,
                optimization.withoutPlateau(),
                regularization.withoutAverage(),
                monitoring.withoutValidation());
    }

    private TrainingParams with(Mode decided, int passes, @Nullable Long steps) {
        return with(decided, passes, steps, optimization, regularization, monitoring);
    }

    private TrainingParams with(
            Mode decided,
            int passes,
            @Nullable Long steps,
            Optimization optimized,
            Regularization regularized,
            Monitoring watched) {
        return new TrainingParams(
                decided,
                cell,
                gruReset,
                layers,
                hiddenSize,
                embeddingSize,
                skipConnections,
                tiedWeights,
                layerNorm,
                vocabulary,
                decided == Mode.LINES ? null : carryState,
                sequenceLength,
                batchSize,
                passes,
                steps,
                budget,
                optimized,
                regularized.withMode(decided),
                watched,
                seed,
                from);
    }

    /// The name that users write for a choice, in lower case.
    public static String nameOf(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
