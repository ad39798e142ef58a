package dev.charloom.web;

import dev.charloom.generation.Distinct;
import dev.charloom.generation.GenerationParams;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which texts to write from nothing.
@DistinctFits
record SampleRequest(
        ModelFields model,

        WritingFields writing,

        @Schema(description = "What every text starts with; with a model of lines, no newline.", example = "mega")
        @Nullable
        String startingWith,

        @Schema(description = """
                No text twice: what has come before is drawn again, up to twenty draws for each of the `n` texts. What \
                is missing then is told as `shortfall`. Left out: false.""") @Nullable Boolean unique,

        @Schema(description = """
                No text that is a line of the training corpus, or contains a stretch of it (20 characters in `lines` \
                mode, 50 in `text` mode): such texts are drawn again, as with `unique`. Left out: false.""") @Nullable Boolean novel) {

    Distinct distinct() {
        return new Distinct(Boolean.TRUE.equals(unique), Boolean.TRUE.equals(novel));
    }

    GenerationParams params() {
        return writing.params(false);
    }

    String start() {
        return startingWith == null ? "" : startingWith;
    }
}
