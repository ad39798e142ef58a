package dev.charloom.web;

import dev.charloom.sampling.CharacterRules;
import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.Penalties;
import dev.charloom.sampling.SamplingParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the next character is chosen. The effects apply in this order: penalties, bias, masks (allowed and banned
/// characters, the regular expression), temperature, topK, topP, minP, typicalP.
record SamplingFields(
        @Schema(description = """
                Divides the logits: below 1 the texts become more predictable, above 1 more daring; 0 always takes the \
                most probable character, whatever the seed.""") @DecimalMin("0") @DecimalMax("100")
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
                Locally typical sampling: draws from the characters whose surprisal is nearest to the entropy, as many \
                as reach this sum of probabilities; applied last; left out: from all.""") @DecimalMin(value = "0", inclusive = false) @DecimalMax("1") @Nullable
        Double typicalP,

        @Schema(description = """
                Makes characters that stand in the prompt or the text less probable: divides their logits, or \
                multiplies them where they are negative; 1 is off.""") @DecimalMin(value = "0", inclusive = false) @DecimalMax("10")
        double repetitionPenalty,

        @Schema(description = """
                Is subtracted from the logit of a character once for every time it stands in the text; 0 is off.""") @DecimalMin("-2") @DecimalMax("2")
        double frequencyPenalty,

        @Schema(description = "Is subtracted from the logit of every character that stands in the text; 0 is off.")
        @DecimalMin("-2")
        @DecimalMax("2")
        double presencePenalty,

        @Schema(description = """
                What is added to the logits of characters, -100 to 100 each: `{"e": -5, "x": 2.5}`.""") @SingleCharacters(most = 100) @Nullable
        Map<String, Double> logitBias,

        @Schema(description = """
                Writes no other characters than those of this text. The newline that ends a line is not affected. \
                Left out: all.""", example = "") @Size(min = 1) @Nullable
        String allowedCharacters,

        @Schema(description = """
                Does not write the characters of this text. A newline among them keeps lines from ending before \
                `maxLength`.""", example = "") @Nullable String bannedCharacters,

        @Schema(description = """
                A regular expression that every text matches from beginning to end: characters, `.`, classes, groups, \
                `|`, `? * + {n,m}`. No references back, no looking around, no lazy or possessive quantifiers.""", example = "") @Size(min = 1, max = 1000) @Nullable
        String regex) {

    static SamplingFields defaults() {
        SamplingParams it = SamplingParams.defaults();
        Penalties none = Penalties.NONE;
        return new SamplingFields(
                it.temperature(),
                it.topP(),
                it.topK(),
                it.minP(),
                it.typicalP(),
                none.repetition(),
                none.frequency(),
                none.presence(),
                null,
                null,
                null,
                null);
    }

    Decoding decoding() {
        var bias = new HashMap<Integer, Double>();
        if (logitBias != null) {
            logitBias.forEach((character, value) -> bias.put(character.codePointAt(0), value));
        }
        return new Decoding(
                new SamplingParams(temperature, topP, topK, minP, typicalP),
                new Penalties(repetitionPenalty, frequencyPenalty, presencePenalty),
                new CharacterRules(bias, allowedCharacters, bannedCharacters == null ? "" : bannedCharacters, regex));
    }

    /// Whether nothing that only matters to drawing is set.
    boolean drawsByDefault() {
        SamplingParams it = SamplingParams.defaults();
        return temperature == it.temperature() && topP == it.topP() && topK == null && minP == null && typicalP == null;
    }
}
