package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.training.TrainingParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How texts are written: what `/sample` and `/complete` have in common of [GenerationParams].
@CharactersInAll(most = 10_000_000)
record WritingFields(
        @Schema(description = "How many texts to write.") @Min(1) @Max(10_000)
        int n,

        @Schema(description = """
                Most characters of a text; `n` times it at most 10000000. A model of lines ends most of its texts \
                earlier by itself.""") @Min(1) @Max(1_000_000) int maxLength,

        @Schema(description = """
                Divides the logits: below 1 the texts become more predictable, above 1 more daring; 0 always takes the \
                most probable character.""") @DecimalMin("0") @DecimalMax("100")
        double temperature,

        @Schema(description = """
                Nucleus sampling: draws from the smallest set of characters whose probabilities reach this sum; 1 is \
                off.""") @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
        double topP,

        @Schema(description = "Draws from only this many most probable characters; left out: from all.")
        @Min(1)
        @Nullable
        Integer topK,

        @Schema(description = """
                Draws only from characters at least this fraction as probable as the most probable one; left out or \
                null: from all.""") @DecimalMin("0") @DecimalMax("1") @Nullable
        Double minP,

        @Schema(description = """
                With the same seed, the same request to the same version writes the same texts; left out: one \
                is chosen and told in the answer.""") @Min(0) @Max(TrainingParams.MAX_SEED) @Nullable
        Long seed) {

    private static final int MAX_LENGTH = 200;

    static WritingFields defaults() {
        SamplingParams it = SamplingParams.defaults();
        return new WritingFields(1, MAX_LENGTH, it.temperature(), it.topP(), it.topK(), it.minP(), null);
    }

    GenerationParams params(List<String> stop, boolean skipUnknown) {
        return new GenerationParams(
                new SamplingParams(temperature, topP, topK, minP), n, maxLength, stop, skipUnknown, seed);
    }
}
