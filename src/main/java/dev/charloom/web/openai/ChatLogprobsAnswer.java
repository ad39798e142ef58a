package dev.charloom.web.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.sampling.CharacterLogProbability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log-probabilities of the characters of a chat completion, in the model's own distribution, in nats.
record ChatLogprobsAnswer(List<Token> content, @Nullable List<Token> refusal) {

    /// A character.
    ///
    /// @param bytes in UTF-8
    record Token(
            String token,
            double logprob,
            List<Integer> bytes,
            @JsonProperty("top_logprobs") List<Alternative> topLogprobs) {}

    /// A character that could have stood there.
    record Alternative(String token, double logprob, List<Integer> bytes) {}

    static ChatLogprobsAnswer of(List<CharacterLogProbability> characters) {
        return new ChatLogprobsAnswer(
                characters.stream().map(ChatLogprobsAnswer::token).toList(), null);
    }

    private static Token token(CharacterLogProbability it) {
        String character = Character.toString(it.codePoint());
        List<Alternative> top = it.top().stream()
                .map(other -> {
                    String text = Character.toString(other.codePoint());
                    return new Alternative(text, other.logProbability(), bytes(text));
                })
                .toList();
        return new Token(character, it.logProbability(), bytes(character), top);
    }

    private static List<Integer> bytes(String character) {
        var bytes = new ArrayList<Integer>();
        for (byte each : character.getBytes(UTF_8)) {
            bytes.add(each & 0xFF);
        }
        return bytes;
    }
}
