package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which text to continue.
@Schema(example = """
        {"model": "dinosaurs", "prompt": "tyranno", "maxLength": 40, "n": 3, "seed": 7}""")
record CompleteRequest(
        ModelFields model,

        @Schema(description = "The text to continue. It may be empty.", example = "tyranno")
        String prompt,

        WritingFields writing,

        @Schema(description = """
                Whether the texts come as server-sent events while they are written. Left out: if the `Accept` header \
                asks for `text/event-stream`.""") @Nullable Boolean stream,

        @Schema(description = """
                What to do with characters of the prompt that the model does not know. `error`: refuse them; `skip`: \
                leave them out. Left out: `error`.""") @Nullable UnknownCharacters unknown) {

    /// What is done with characters of a prompt that a model does not know.
    enum UnknownCharacters {
        ERROR,
        SKIP
    }

    /// @param accepted whether the client prefers a stream by its `Accept` header
    boolean isStreamed(boolean accepted) {
        return stream == null ? accepted : stream;
    }

    GenerationParams params() {
        return writing.params(unknown == UnknownCharacters.SKIP);
    }
}
