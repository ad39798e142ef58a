package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.generation.Author;
import dev.charloom.generation.FinishReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.NullNode;

/// Chat completions, or a chunk of them.
record ChatAnswer(
        String id,

        @Schema(description = "`chat.completion`, or `chat.completion.chunk`.")
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
    @Schema(name = "ChatChoice")
    record Choice(
            int index,

            @Schema(description = "The whole text; not in a stream.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            Message message,

            @Schema(description = "By how much it has grown; in a stream.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            Delta delta,

            @Nullable ChatLogprobsAnswer logprobs,

            @JsonProperty("finish_reason") @Nullable FinishReason finishReason) {}

    /// A whole answer.
    record Message(String role, String content, @Nullable String refusal) {}

    /// A piece of an answer.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delta(@Nullable String role, @Nullable String content) {}

    /// A text.
    static Choice whole(int index, String text, @Nullable ChatLogprobsAnswer logprobs, FinishReason reason) {
        return new Choice(index, new Message("assistant", text, null), null, logprobs, reason);
    }

    /// A piece of one.
    static Choice piece(int index, Delta delta, @Nullable ChatLogprobsAnswer logprobs, @Nullable FinishReason reason) {
        return new Choice(index, null, delta, logprobs, reason);
    }

    static ChatAnswer of(
            Stamps.Stamp stamp, String object, Author author, List<Choice> choices, @Nullable Object usage) {
        return new ChatAnswer(stamp.id(), object, stamp.created(), stamp.model(), author.toString(), choices, usage);
    }
}
