package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.generation.FinishReason;
import dev.charloom.generation.SessionId;
import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one event of a streamed completion says.
@JsonInclude(JsonInclude.Include.NON_NULL)
record CompletionEvent(
        @Schema(description = "Which of the `n` texts it is about.")
        int index,

        @Schema(description = "By how much the text has grown; empty in the last event of a text.")
        String text,

        @Schema(description = "One for each character; only if `logprobs` asked for it.") @Nullable
        List<CharacterResponse> logprobs,

        @Schema(description = "In the last event of a text: why it ended.") @Nullable
        FinishReason finishReason,

        @Schema(description = "In the last event of all.") @Nullable
        String model,

        @Schema(description = "In the last event of all.") @Nullable
        Integer version,

        @Schema(description = "In the last event of all.") @Nullable
        Long seed,

        @Schema(description = "In the last event of all.") CompleteResponse.@Nullable Usage usage,

        @Schema(description = "In the last event of all, if the request had one.") @Nullable
        SessionResponse session) {

    static CompletionEvent of(TextEvent.Grown grown) {
        return new CompletionEvent(
                grown.index(),
                grown.piece(),
                CharacterResponse.listOrNull(
                        grown.logProbabilities(), !grown.logProbabilities().isEmpty()),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static CompletionEvent of(TextEvent.Ended ended) {
        return new CompletionEvent(ended.index(), "", null, ended.text().finishReason(), null, null, null, null, null);
    }

    /// The same as the last event of all.
    CompletionEvent last(TextStream stream, TextEvent.Done done, @Nullable SessionId id) {
        var all = new CompleteResponse.Usage(stream.promptCharacters(), done.completionCharacters());
        return new CompletionEvent(
                index,
                text,
                logprobs,
                finishReason,
                stream.author().name(),
                stream.author().version(),
                stream.seed(),
                all,
                SessionResponse.of(id, stream.remembered(), all));
    }
}
