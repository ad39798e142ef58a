package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import dev.charloom.repository.ModelReference;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which text to continue.
@Schema(example = """
        {"model": "dinosaurs", "prompt": "tyranno", "maxLength": 40, "n": 3, "seed": 7}""")
record CompleteRequest(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently \
                        trained one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        @Schema(description = "The text to continue. It may be empty.", example = "tyranno")
        String prompt,

        WritingFields writing,

        @Schema(description = """
                Sequences that end a text where they appear; they are left out of it. Left out: none.""") @Size(max = 16) @Nullable
        List<@NotEmpty(message = "must not have an empty entry") String> stop,

        @Schema(description = """
                What to do with characters of the prompt that the model does not know. `error`: refuse them; `skip`: \
                leave them out. Left out: `error`.""") @Nullable UnknownCharacters unknown) {

    /// What is done with characters of a prompt that a model does not know.
    enum UnknownCharacters {
        ERROR,
        SKIP
    }

    GenerationParams params() {
        return writing.params(stop == null ? List.of() : stop, unknown == UnknownCharacters.SKIP);
    }
}
