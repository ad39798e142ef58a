package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.generation.Author;
import dev.charloom.generation.FinishReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/// Completions, or a chunk of them.
record CompletionAnswer(
        String id,
        String object,

        @Schema(description = "In seconds since 1970.") long created,

        @Schema(description = "As the request named it.") String model,

        @Schema(description = "The version that wrote.", example = "dinosaurs:1") @JsonProperty("system_fingerprint")
        String systemFingerprint,

        List<Choice> choices,

        @Schema(
                description = "In a stream only if asked for: null in all chunks but the last.",
                implementation = UsageAnswer.class)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        Object usage) {

    /// Stands where a stream will tell its usage at the end.
    static final Object USAGE_FOLLOWS = NullNode.instance;

    /// A text, or a piece of it.
    @Schema(name = "CompletionChoice")
    record Choice(
            String text,

            @Schema(description = "Prompt number p and text number i of it: p·n + i.")
            int index,

            @Nullable LogprobsAnswer logprobs,

            @JsonProperty("finish_reason") @Nullable FinishReason finishReason) {}

    static CompletionAnswer of(Stamps.Stamp stamp, Author author, List<Choice> choices, @Nullable Object usage) {
        return new CompletionAnswer(
                stamp.id(), "text_completion", stamp.created(), stamp.model(), author.toString(), choices, usage);
    }
}
