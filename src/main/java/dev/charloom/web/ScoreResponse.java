package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.generation.Scores;
import dev.charloom.sampling.ScoredText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How probable texts are.
record ScoreResponse(
        @Schema(description = "The model that was asked.", example = "dinosaurs")
        String model,

        @Schema(description = "Its version.", example = "1") @Nullable
        Integer version,

        @Schema(description = "One for each text, in the order of the request.")
        List<TextScore> scores) {

    /// The score of one text.
    record TextScore(
            @JsonUnwrapped ScoreMeasures measures,

            @Schema(description = "One for each character, in the order of the text.")
            List<CharacterResponse> logprobs) {

        static TextScore of(ScoredText text) {
            return new TextScore(
                    ScoreMeasures.of(text),
                    text.characters().stream().map(CharacterResponse::of).toList());
        }
    }

    static ScoreResponse of(Scores scores) {
        return new ScoreResponse(
                scores.author().name(),
                scores.author().version(),
                scores.texts().stream().map(TextScore::of).toList());
    }
}
