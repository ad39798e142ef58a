package dev.charloom.web;

import dev.charloom.repository.ModelReference;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which texts to score.
@Schema(example = """
        {"model": "dinosaurs", "texts": ["Tyrannosaurus\\n", "Microsoft\\n"], "logprobs": 2}""")
@OneOfTextAndTexts
record ScoreRequest(
        @Schema(description = """
                        A model, or `name:version`; left out: the configured default, else the most recently \
                        trained one.""", example = "dinosaurs") @Nullable
        ModelReference model,

        @Schema(description = "The text to score. Either this or `texts`.") @Nullable
        String text,

        @Schema(description = "Several texts to score. Either this or `text`.") @Size(min = 1, max = 1000) @Nullable
        List<String> texts,

        @Schema(description = "How many most probable alternatives to tell for each character. Left out: none.")
        @Min(0)
        @Max(20)
        @Nullable
        Integer logprobs) {

    List<String> all() {
        return texts != null ? texts : List.of(text == null ? "" : text);
    }

    int top() {
        return logprobs == null ? 0 : logprobs;
    }
}
