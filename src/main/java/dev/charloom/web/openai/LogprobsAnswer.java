package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.sampling.CharacterLogProbability;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log-probabilities of the characters of a text, in the model's own distribution, in nats.
record LogprobsAnswer(
        List<String> tokens,

        @Schema(description = "Null for the first character of an echoed prompt.") @JsonProperty("token_logprobs")
        List<@Nullable Double> tokenLogprobs,

        @Schema(description = "The most probable characters and the one that stands there.")
        @JsonProperty("top_logprobs")
        List<@Nullable Map<String, Double>> topLogprobs,

        @Schema(description = "Where each character begins in the text, in characters.") @JsonProperty("text_offset")
        List<Integer> textOffset) {

    /// @param offset of the first character in the text
    static LogprobsAnswer of(List<CharacterLogProbability> characters, int offset) {
        return of(characters, offset, false);
    }

    /// Those of a prompt: of its first character, nothing is told.
    static LogprobsAnswer ofPrompt(List<CharacterLogProbability> characters) {
        return of(characters, 0, true);
    }

    private static LogprobsAnswer of(List<CharacterLogProbability> characters, int offset, boolean firstUntold) {
        var tokens = new ArrayList<String>();
        var logprobs = new ArrayList<@Nullable Double>();
        var tops = new ArrayList<@Nullable Map<String, Double>>();
        var offsets = new ArrayList<Integer>();
        for (CharacterLogProbability it : characters) {
            boolean told = !firstUntold || !tokens.isEmpty();
            tokens.add(Character.toString(it.codePoint()));
            logprobs.add(told ? it.logProbability() : null);
            tops.add(told ? top(it) : null);
            offsets.add(offset + offsets.size());
        }
        return new LogprobsAnswer(tokens, logprobs, tops, offsets);
    }

    private static Map<String, Double> top(CharacterLogProbability character) {
        var top = new LinkedHashMap<String, Double>();
        character.top().forEach(it -> top.put(Character.toString(it.codePoint()), it.logProbability()));
        top.putIfAbsent(Character.toString(character.codePoint()), character.logProbability());
        return top;
    }

    /// These, and after them those of another piece of the text.
    LogprobsAnswer and(LogprobsAnswer more) {
        return new LogprobsAnswer(
                joined(tokens, more.tokens),
                joined(tokenLogprobs, more.tokenLogprobs),
                joined(topLogprobs, more.topLogprobs),
                joined(textOffset, more.textOffset));
    }

    private static <T extends @Nullable Object> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<T>(first);
        all.addAll(second);
        return all;
    }
}
