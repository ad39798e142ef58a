package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
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
        long seed,

        @Schema(description = """
                How many texts are missing, because not enough of those that were drawn were unique or novel. Only if \
                that was asked for.""") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Integer shortfall) {

    static SampleResponse of(Generation generation, SampleRequest request) {
        boolean any = request.distinct().unique() || request.distinct().novel();
        return new SampleResponse(
                generation.author().name(),
                generation.author().version(),
                TextResponse.listOf(generation, request.writing()),
                generation.seed(),
                any ? request.writing().n() - generation.texts().size() : null);
    }
}
