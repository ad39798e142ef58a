package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.generation.FinishReason;
import dev.charloom.generation.GeneratedText;
import dev.charloom.generation.Generation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text that a model wrote.
@JsonInclude(JsonInclude.Include.NON_NULL)
record TextResponse(
        @Schema(description = "Without the newline or the stop sequence that ended it.")
        String text,

        @Schema(description = """
                `stop`: the model, a stop sequence or the regular expression ended it; `length`: it reached \
                `maxLength`.""") FinishReason finishReason,

        @Schema(description = "One for each character that the model wrote; only if `logprobs` asked for it.") @Nullable
        List<CharacterResponse> logprobs) {

    static List<TextResponse> listOf(Generation generation, WritingFields request) {
        return generation.texts().stream()
                .map(text -> of(text, request.logprobs() != null))
                .toList();
    }

    /// @param logprobs whether the request asked for them
    static TextResponse of(GeneratedText text, boolean logprobs) {
        return new TextResponse(
                text.text(), text.finishReason(), CharacterResponse.listOrNull(text.logProbabilities(), logprobs));
    }
}
