package dev.charloom.web;

import dev.charloom.repository.ModelManifest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A version of a model in a few words.
record ModelSummary(
        @Schema(example = "dinosaurs") String name,
        @Schema(example = "1") int version,

        @Schema(description = "All its versions, ascending.")
        List<Integer> versions,

        Instant createdAt,

        @Schema(description = "How it reads and writes text: `lines` or `text`.", example = "lines")
        String mode,

        ModelManifest.Shape shape,

        @Schema(description = "How many numbers were trained.")
        long parameterCount,

        @Schema(description = "How many characters the corpus has that it was trained on; 0 if nobody knows.")
        long corpusCharacters,

        @Schema(description = "Of the weights that are served, in nats per character; null without a validation part.")
        @Nullable
        Double validationLoss,

        @Schema(description = "Whether it is in memory. A model is loaded when it is first asked for.")
        boolean loaded) {

    static ModelSummary of(ModelManifest manifest, List<Integer> versions, long parameterCount, boolean loaded) {
        return new ModelSummary(
                manifest.name().value(),
                manifest.version(),
                versions,
                manifest.createdAt(),
                manifest.tokenisation().mode(),
                manifest.shape(),
                parameterCount,
                manifest.corpus().characters(),
                manifest.training().validationLoss(),
                loaded);
    }
}
