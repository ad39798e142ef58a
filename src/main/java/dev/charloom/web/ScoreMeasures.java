package dev.charloom.web;

import dev.charloom.sampling.ScoredText;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How probable a text is, in the usual measures.
record ScoreMeasures(
        @Schema(description = "Characters of the text; the newline that ends a line is one.")
        int characters,

        @Schema(description = "The log-probability of the text, in nats.")
        double logprob,

        @Schema(description = "Nats per character: the mean of the negative log-probabilities. Null for no text.")
        @Nullable
        Double natsPerCharacter,

        @Schema(description = "The same in bits.") @Nullable Double bitsPerCharacter,

        @Schema(description = """
                `e` to the power of `natsPerCharacter`: between as many equally probable characters the model had to \
                choose on average.""") @Nullable Double perplexity) {

    static ScoreMeasures of(ScoredText text) {
        int characters = text.characters().size();
        double logprob = text.logProbability();
        if (characters == 0) {
            return new ScoreMeasures(0, 0, null, null, null);
        }
        double nats = -logprob / characters;
        return new ScoreMeasures(characters, logprob, nats, nats / Math.log(2), Math.exp(nats));
    }
}
