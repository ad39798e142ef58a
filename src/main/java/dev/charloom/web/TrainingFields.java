package dev.charloom.web;

import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingParams.CellChoice;
import dev.charloom.training.TrainingParams.GruReset;
import dev.charloom.training.TrainingParams.Mode;
import dev.charloom.training.TrainingParams.OptimizerChoice;
import dev.charloom.training.TrainingParams.ScheduleChoice;
import dev.charloom.training.TrainingParams.VocabularyChoice;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// [TrainingParams] as clients write them.
record TrainingFields(
        @Schema(description = """
                How the corpus is read. `lines`: every line is a sequence of its own (names, headlines); `text`: one \
                stream (books, code); `auto`: decided by the statistics of the corpus and told in the job.""") Mode mode,

        @Schema(description = "The recurrent cell.") CellChoice cell,

        @Schema(description = """
                Where the reset gate of a GRU acts. `before`: the candidate sees r∘h (Cho et al. 2014); `after`: as in \
                cuDNN, PyTorch and Keras. Without effect on the other cells.""") GruReset gruReset,

        @Schema(description = "Recurrent layers on top of one another.") @Min(1) @Max(16)
        int layers,

        @Schema(description = "Units of each layer.") @Min(1) @Max(4096)
        int hiddenSize,

        @Schema(description = "Width of the character embedding; 0 feeds characters one-hot.") @Min(0) @Max(4096)
        int embeddingSize,

        @Schema(description = """
                The characters that the model knows. `corpus`: those of the corpus; `ascii`: code points 10 to 127.""") VocabularyChoice vocabulary,

        @Schema(description = """
                In `text` mode: whether the state is carried over from window to window, or every window starts from \
                zero.""") boolean carryState,

        @Schema(description = "Characters over which errors are propagated back through time.") @Min(1) @Max(4096)
        int sequenceLength,

        @Schema(description = "Sequences that are trained at once.") @Min(1) @Max(4096)
        int batchSize,

        @Schema(description = "Passes over the corpus.") @Min(1) @Max(1_000_000)
        int epochs,

        @Schema(description = "Steps after which training ends even within an epoch; left out: no such limit.")
        @Min(1)
        @Nullable
        Long maxSteps,

        @Schema(description = "The highest learning rate of the schedule.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10")
        double learningRate,

        @Schema(description = "How gradients become changes of the weights.")
        OptimizerChoice optimizer,

        @Schema(description = "The course of the learning rate over the steps.")
        ScheduleChoice schedule,

        @Schema(description = "The largest global norm that gradients keep; 0 clips nothing.") @DecimalMin("0")
        double clipNorm,

        @Schema(description = """
                The share of the corpus that is never trained on and measures the validation loss: the end of a text, \
                or a seeded choice of lines.""") @DecimalMin("0") @DecimalMax("0.9")
        double validationFraction,

        @Schema(description = """
                Steps between samples that the model writes while it is trained; left out: one at every \
                evaluation.""") @Min(1) @Nullable Long sampleEvery,

        @Schema(description = "With the same seed, parameters and corpus, the same model comes out, bit for bit.")
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
                it.vocabulary(),
                it.carryState(),
                it.sequenceLength(),
                it.batchSize(),
                it.epochs(),
                it.maxSteps(),
                it.learningRate(),
                it.optimizer(),
                it.schedule(),
                it.clipNorm(),
                it.validationFraction(),
                it.sampleEvery(),
                it.seed());
    }

    TrainingParams params() {
        return new TrainingParams(
                mode,
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
}
