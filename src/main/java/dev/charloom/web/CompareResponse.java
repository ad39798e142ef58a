package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.generation.Scores;
import dev.charloom.sampling.CharacterLogProbability;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How well models predict the same text.
record CompareResponse(
        @Schema(description = "The models, in the order of the request.")
        List<Compared> models,

        @Schema(description = "The place of the model in `models` that predicts the text best.", example = "0")
        int best,

        @Schema(description = "Every character of the text, with its log-probability by each model.")
        List<ComparedCharacter> characters) {

    /// One model.
    record Compared(
            @Schema(description = "The model.", example = "dinosaurs")
            String model,

            @Schema(description = "Its version.", example = "1") @Nullable
            Integer version,

            @JsonUnwrapped ScoreMeasures measures) {

        private static Compared of(Scores scores) {
            return new Compared(
                    scores.author().name(),
                    scores.author().version(),
                    ScoreMeasures.of(scores.texts().getFirst()));
        }
    }

    /// One character.
    record ComparedCharacter(
            @Schema(description = "The character.", example = "a")
            String character,

            @Schema(description = "In nats, by each model.") List<Double> logprobs) {}

    /// The comparison of what models say.
    ///
    /// @param scores of one text each, by each model
    static CompareResponse of(List<Scores> scores) {
        List<List<CharacterLogProbability>> characters =
                scores.stream().map(it -> it.texts().getFirst().characters()).toList();
        List<Compared> models = scores.stream().map(Compared::of).toList();
        int best = 0;
        for (int i = 1; i < models.size(); i++) {
            if (models.get(i).measures().logprob() > models.get(best).measures().logprob()) {
                best = i;
            }
        }
        return new CompareResponse(
                models,
                best,
                IntStream.range(0, characters.getFirst().size())
                        .mapToObj(place -> new ComparedCharacter(
                                Character.toString(
                                        characters.getFirst().get(place).codePoint()),
                                characters.stream()
                                        .map(it -> it.get(place).logProbability())
                                        .toList()))
                        .toList());
    }
}
