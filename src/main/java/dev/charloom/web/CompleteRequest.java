package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import dev.charloom.generation.Prompts;
import dev.charloom.generation.SessionId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which text to continue.
@Schema(example = """
        {"model": "dinosaurs", "prompt": "tyranno", "maxLength": 40, "n": 3, "seed": 7}""")
@SessionFits
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
                leave them out. Left out: `error`.""") @Nullable UnknownCharacters unknown,

        @Schema(description = """
                A name of your choice for a conversation: the model reads the prompt after all that was read and \
                written under this name, with the version of before, and with the draws that follow where `seed` is \
                the same or left out. For one text that is drawn, one request at a time. It is forgotten half an hour \
                after its last use.""") @Nullable SessionId session) {

    /// What is done with characters of a prompt that a model does not know.
    enum UnknownCharacters {
        ERROR,
        SKIP
    }

    /// @param accepted whether the client prefers a stream by its `Accept` header
    boolean isStreamed(boolean accepted) {
        return stream == null ? accepted : stream;
    }

    Prompts prompts() {
        return new Prompts(List.of(prompt), session);
    }

    GenerationParams params() {
        return writing.params(unknown == UnknownCharacters.SKIP);
    }
}
