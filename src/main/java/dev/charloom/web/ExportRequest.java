package dev.charloom.web;

import dev.charloom.exchange.ModelFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// Which version of a model to send, and how.
record ExportRequest(
        @Schema(description = "Left out: the current version.") @Min(1) @Nullable
        Integer version,

        @Schema(description = """
                The format of the file. `charloom`: a zip archive of the version as it is stored, which \
                `POST /models/import` takes. `pytorch`: a zip archive of `model.safetensors`, a `state_dict`, and \
                `config.json`. `keras`: the same with `weights.npz`. `numpy-directory`: the directory of the deep-RNN \
                article, zipped. `onnx`: one graph, from ids and states to logits and states. Left out: \
                `charloom`.""") @Nullable ModelFormat format) {}
