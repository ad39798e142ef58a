package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.generation.Scores;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Texts, the most probable first.
record RankResponse(
        @Schema(description = "The model that was asked.", example = "dinosaurs")
        String model,

        @Schema(description = "Its version.", example = "1") @Nullable
        Integer version,

        @Schema(description = "The candidates, the most probable first; equals in the order of the request.")
        List<Ranked> ranking) {

    /// One candidate.
    record Ranked(
            @Schema(description = "Its place in the request, from 0 on.")
            int index,

            @Schema(description = "The candidate.") String text,
            @JsonUnwrapped ScoreMeasures measures) {

        private double mean() {
            Double nats = measures.natsPerCharacter();
            return nats == null ? 0 : nats;
        }
    }

    static RankResponse of(Scores scores, RankRequest request) {
        Comparator<Ranked> order = request.by() == RankRequest.Measure.TOTAL
                ? Comparator.comparingDouble(it -> -it.measures().logprob())
                : Comparator.comparingDouble(Ranked::mean);
        List<Ranked> ranking = IntStream.range(0, scores.texts().size())
                .mapToObj(i -> new Ranked(
                        i,
                        request.candidates().get(i),
                        ScoreMeasures.of(scores.texts().get(i))))
                .sorted(order)
                .toList();
        return new RankResponse(scores.author().name(), scores.author().version(), ranking);
    }
}
