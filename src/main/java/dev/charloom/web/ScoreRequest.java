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
        Integer logprobs,

        @Schema(description = """
                        Whether the model learns from a text while it reads it (dynamic evaluation, Krause et al. 2018): \
                        each 20 characters are scored first and then trained on, by a copy that is thrown away; every \
                        text begins with the model as it is. Takes as long as training on the text; at most 50,000 \
                        characters in all. Left out: it does not.""") @Nullable Boolean dynamic) {

    List<String> all() {
        return texts != null ? texts : List.of(text == null ? "" : text);
    }

    boolean learns() {
        return Boolean.TRUE.equals(dynamic);
    }

    int top() {
        return logprobs == null ? 0 : logprobs;
    }
}
