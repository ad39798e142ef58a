package dev.charloom.web;

import dev.charloom.training.Budget;
import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingParams.CellChoice;
import dev.charloom.training.TrainingParams.GruReset;
import dev.charloom.training.TrainingParams.Mode;
import dev.charloom.training.TrainingParams.VocabularyChoice;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// [TrainingParams] as clients write them.
record TrainingFields(
        @Schema(description = """
                How the corpus is read. `lines`: every line is a sequence of its own (names, headlines); `text`: one \
                stream (books, code); `auto`: decided by the statistics of the corpus and told in the job.""") Mode mode,

        @Schema(description = """
                The recurrent cell. `rnn`: the plainest, which soon forgets; `gru`, `lstm`: gates decide what is kept \
                and what is forgotten, in an `lstm` with a cell state beside the hidden state.""") CellChoice cell,

        @Schema(description = """
                Where the reset gate of a GRU acts. `before`: the candidate sees r∘h (Cho et al. 2014); `after`: as in \
                cuDNN, PyTorch and Keras. With cell `gru` alone; left out: `after`.""") @Nullable GruReset gruReset,

        @Schema(description = "Recurrent layers on top of one another.") @Min(1) @Max(16)
        int layers,

        @Schema(description = "Units of each layer. More of them learn more, take longer, and need more text.")
        @Min(1)
        @Max(4096)
        int hiddenSize,

        @Schema(description = "Width of the character embedding; 0 feeds characters one-hot.") @Min(0) @Max(4096)
        int embeddingSize,

        @Schema(description = "Whether the output reads the hidden states of every layer, Graves 2013.")
        boolean skipConnections,

        @Schema(description = """
                Whether the output weights are the transposed embedding, Press and Wolf 2017; with an `embeddingSize` \
                that equals `hiddenSize` alone.""") boolean tiedWeights,

        @Schema(description = """
                Whether the products in the gates are normalised, each gate for itself: layer normalisation, Ba, Kiros and \
                Hinton 2016.""") boolean layerNorm,

        @Schema(description = """
                The characters that the model knows. `corpus`: those of the corpus; `ascii`: code points 10 to 127.""") VocabularyChoice vocabulary,

        @Schema(description = """
                In `text` mode alone: whether the state is carried over from window to window, or every window starts \
                from zero; left out: carried over.""") @Nullable Boolean carryState,

        @Schema(description = "Characters over which errors are propagated back through time.") @Min(1) @Max(4096)
        int sequenceLength,

        @Schema(description = "Sequences that are trained at once.") @Min(1) @Max(4096)
        int batchSize,

        @Schema(description = """
                Passes over the corpus. Left out: as many as `maxSteps` take, or else 20, and as many as 400 steps take \
                where the corpus is so short that 20 would be fewer.""") @Min(1) @Max(TrainingParams.MAX_EPOCHS)
        int epochs,

        @Schema(description = "Steps after which training ends even within an epoch; left out: no such limit.")
        @Min(1)
        @Nullable
        Long maxSteps,

        @Schema(description = """
                How long training may take, such as `90s`, `15m` or `1h30m`: before the first step it becomes a number \
                of steps, by the speed that is measured then. Without anything of the shape it means `preset` `auto`, \
                too; what suits the time is measured before the job is queued then, as with `dryRun`.""", example = "15m") @Nullable
        Budget budget,

        OptimizationFields optimization,
        RegularizationFields regularization,
        MonitoringFields monitoring,

        @Schema(
                description = "With the same seed, parameters and corpus, the same model comes out, bit for bit, on the"
                        + " same machine with as many threads.")
        @Min(0)
        @Max(TrainingParams.MAX_SEED)
        long seed) {

    static TrainingFields defaults() {
        TrainingParams it = TrainingParams.defaults();
        return new TrainingFields(
                it.mode(),
                it.cell(),
                it.gruReset(),
                it.layers(),
                it.hiddenSize(),
                it.embeddingSize(),
                it.skipConnections(),
                it.tiedWeights(),
                it.layerNorm(),
                it.vocabulary(),
                it.carryState(),
                it.sequenceLength(),
                it.batchSize(),
                it.epochs(),
                it.maxSteps(),
                it.budget(),
                OptimizationFields.of(it.optimization()),
                RegularizationFields.of(it.regularization()),
                MonitoringFields.of(it.monitoring()),
                it.seed());
    }

    TrainingParams params() {
        return params(cell, hiddenSize, embeddingSize);
    }

    /// The parameters where a model to go on from has the shape, or a preset as far as it was not given: what was given
    /// is not to be held against defaults that will not stay. (No preset has a cell.)
    ///
    /// @param given the names of the fields that were given
    /// @param ofModel whether there is a model
    TrainingParams paramsOfOpenShape(Set<String> given, boolean ofModel) {
        boolean resets = ofModel && gruReset != null && !given.contains("cell");
        boolean wide = given.contains("hiddenSize");
        boolean tied = tiedWeights && embeddingSize > 0;
        return params(
                resets ? CellChoice.GRU : cell,
                tied && !wide ? embeddingSize : hiddenSize,
                tied && wide && !given.contains("embeddingSize") ? hiddenSize : embeddingSize);
    }

    private TrainingParams params(CellChoice chosen, int width, int embedding) {
        return new TrainingParams(
                mode,
                chosen,
                gruReset,
                layers,
                width,
                embedding,
                skipConnections,
                tiedWeights,
                layerNorm,
                vocabulary,
                carryState,
                sequenceLength,
                batchSize,
                epochs,
                maxSteps,
                budget,
                optimization.optimization(),
                regularization.regularization(),
                monitoring.monitoring(),
                seed,
                null);
    }
}
