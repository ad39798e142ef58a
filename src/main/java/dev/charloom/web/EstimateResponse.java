package dev.charloom.web;

import dev.charloom.repository.ModelManifest;
import dev.charloom.text.CorpusStatistics;
import dev.charloom.text.LineLengths;
import dev.charloom.training.Job;
import dev.charloom.training.TrainingEstimate;
import dev.charloom.training.TrainingParams;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a job would be and cost.
record EstimateResponse(
        @Schema(description = "What would be computed, with everything decided.")
        TrainingParams params,

        @Schema(description = "What was decided for you, in a sentence, such as the mode.") @Nullable
        String note,

        Job.Validation validation,
        ModelManifest.Shape shape,
        long parameterCount,

        @Schema(description = "The layers from input to output.")
        List<LayerTables.Layer> layers,

        @Schema(description = "Steps of the run, if it does not end early.")
        long steps,

        @Schema(description = "How long it would take, about, by the speed of a few steps that were measured.")
        double estimatedSeconds,

        @Schema(description = "Bytes that the job would hold in memory, about.")
        long memoryBytes,

        @Schema(description = "Bytes that a job may hold; more heap (`-Xmx`) raises it.")
        long memoryLimit,

        Corpus corpus) {

    /// The corpus in a few numbers.
    ///
    /// @param lineLengths a histogram: so many lines of `from` to `to` characters
    record Corpus(
            long characters,
            long lines,
            long blankLines,
            int distinctCharacters,
            long shortestLine,
            double meanLine,
            long longestLine,
            List<LineLengths.Bucket> lineLengths) {

        static Corpus of(CorpusStatistics it) {
            LineLengths lengths = it.lineLengths();
            return new Corpus(
                    it.characters(),
                    it.lines(),
                    it.blankLines(),
                    it.distinctCharacters(),
                    lengths.shortest(),
                    lengths.mean(),
                    lengths.longest(),
                    lengths.histogram());
        }
    }

    static EstimateResponse of(TrainingEstimate it, LayerTables layers) {
        return new EstimateResponse(
                it.params(),
                it.note(),
                it.validation(),
                it.shape(),
                it.parameters(),
                layers.of(it.shape()),
                it.steps(),
                it.seconds(),
                it.memoryBytes(),
                it.memoryLimit(),
                Corpus.of(it.corpus()));
    }
}
