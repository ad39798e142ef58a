package dev.charloom.web;

import dev.charloom.exchange.ModelFormat;
import dev.charloom.repository.ModelName;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What to make of an archive that comes beside it.
record ImportRequest(
        @Schema(description = """
                        The model that it becomes a version of; one that exists gets a new version. Left out: the name \
                        that the archive has.""", example = "dinosaurs") @Nullable
        ModelName name,

        @Schema(description = """
                The format of the archive. `charloom`: what `GET /models/{name}/export` answers. `pytorch`, \
                `keras`, `numpy-directory`: what it answers with that format; `config.json` may be written by hand. \
                Left out: `charloom`.""") @Nullable ModelFormat format) {}
