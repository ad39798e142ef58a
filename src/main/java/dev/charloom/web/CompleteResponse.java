package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.generation.Generation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Continuations of a prompt.
record CompleteResponse(
        @Schema(description = "The model that wrote them.", example = "dinosaurs")
        String model,

        @Schema(description = "Its version.", example = "1") @Nullable
        Integer version,

        @Schema(description = "The continuations, without the prompt.")
        List<TextResponse> completions,

        @Schema(description = "With this seed, the same request to this version writes the same texts.")
        long seed,

        Usage usage,

        @Schema(description = "Only if the request had one.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        SessionResponse session) {

    /// @param promptCharacters characters of the prompt
    /// @param completionCharacters characters written, in all continuations
    record Usage(long promptCharacters, long completionCharacters) {}

    static CompleteResponse of(Generation generation, CompleteRequest request) {
        var usage = new Usage(generation.promptCharacters(), generation.completionCharacters());
        return new CompleteResponse(
                generation.author().name(),
                generation.author().version(),
                TextResponse.listOf(generation, request.writing()),
                generation.seed(),
                usage,
                SessionResponse.of(request.session(), generation.remembered(), usage));
    }
}
