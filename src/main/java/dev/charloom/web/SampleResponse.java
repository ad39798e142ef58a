package dev.charloom.web;

import dev.charloom.generation.Generation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts written from nothing.
record SampleResponse(
        @Schema(description = "The model that wrote them.", example = "dinosaurs")
        String model,

        @Schema(description = "Its version.", example = "1") @Nullable
        Integer version,

        @Schema(description = "The texts, `startingWith` included.")
        List<TextResponse> samples,

        @Schema(description = "With this seed, the same request to this version writes the same texts.")
        long seed) {

    static SampleResponse of(Generation generation) {
        return new SampleResponse(
                generation.model().name().value(),
                generation.model().version(),
                generation.texts().stream().map(TextResponse::of).toList(),
                generation.seed());
    }
}
