package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import dev.charloom.repository.ModelReference;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which texts to write from nothing.
record SampleRequest(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently trained \
                        one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        WritingFields writing,

        @Schema(description = "What every text starts with.", example = "mega") @Nullable
        String startingWith) {

    GenerationParams params() {
        return writing.params(false);
    }

    String start() {
        return startingWith == null ? "" : startingWith;
    }
}
