package dev.charloom.web;

import dev.charloom.generation.GenerationParams;
import dev.charloom.sampling.Search;
import dev.charloom.training.TrainingParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How texts are written: what `/sample` and `/complete` have in common of [GenerationParams].
@CharactersInAll(most = GenerationParams.MOST_IN_ALL)
@SearchFits
record WritingFields(
        @Schema(description = "How many texts to write.") @Min(1) @Max(GenerationParams.MOST_TEXTS)
        int n,

        @Schema(description = """
                Most characters of a text; `n` times it at most 20000000. A model of lines ends most of its texts \
                earlier by itself.""") @Min(1) @Max(GenerationParams.MOST_CHARACTERS)
        int maxLength,

        SamplingFields sampling,

        @Schema(description = """
                Sequences that end a text where they appear; they are left out of it. Left out: none.""") @Size(max = 16) @Nullable
        List<@NotEmpty(message = "must not have an empty entry") String> stop,

        @Schema(description = """
                Draws this many texts and answers with the `n` best of them, those with the highest mean \
                log-probability, the best first. In a stream, they come whole, at the end. Left out: all that are \
                drawn.""") @Min(1) @Max(1_000) @Nullable
        Integer bestOf,

        @Schema(description = """
                Searches for the most probable texts instead of drawing, following this many beginnings at once; the \
                `n` best are answered, the best first. In a stream, they come whole, at the end. Left out: texts are \
                drawn.""") @Min(1) @Max(64) @Nullable
        Integer beams,

        @Schema(description = """
                With `beams`: the log-probability of a text is divided by its length to this power. 0 prefers short \
                texts, more than 1 long ones. Left out: 1.""") @DecimalMin("0") @DecimalMax("10") @Nullable
        Double lengthPenalty,

        @Schema(description = """
                Tells the log-probability of every character, and this many most probable alternatives, in the \
                model's own distribution, before penalties, bias, masks and temperature; those of `POST /score` with \
                `precision` `float32`. This number plus 1, times \
                `maxLength`, times the texts that are written (`n`, `bestOf` or `beams`; 64 more with `unique` or \
                `novel`), is at most 5000000. Left out: none.""") @Min(0) @Max(100) @Nullable
        Integer logprobs,

        @Schema(description = """
                With the same seed, the same request to the same version writes the same texts; left out: one \
                is chosen and told in the answer.""") @Min(0) @Max(TrainingParams.MAX_SEED) @Nullable
        Long seed) {

    private static final int MAX_LENGTH = 200;

    static WritingFields defaults() {
        return new WritingFields(1, MAX_LENGTH, SamplingFields.defaults(), null, null, null, null, null, null);
    }

    Search search() {
        return new Search(bestOf, beams, lengthPenalty == null ? 1 : lengthPenalty);
    }

    GenerationParams params(boolean skipUnknown) {
        return new GenerationParams(
                sampling.decoding(),
                search(),
                n,
                maxLength,
                stop == null ? List.of() : stop,
                logprobs,
                skipUnknown,
                seed);
    }
}
