package dev.charloom.web;

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

        Usage usage) {

    /// @param promptCharacters characters of the prompt
    /// @param completionCharacters characters written, in all continuations
    record Usage(long promptCharacters, long completionCharacters) {}

    static CompleteResponse of(Generation generation) {
        return new CompleteResponse(
                generation.model().name().value(),
                generation.model().version(),
                generation.texts().stream().map(TextResponse::of).toList(),
                generation.seed(),
                new Usage(generation.promptCharacters(), generation.completionCharacters()));
    }
}
