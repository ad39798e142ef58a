package dev.charloom.web;

import dev.charloom.sampling.CharacterLogProbability;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How probable a character was.
record CharacterResponse(
        @Schema(description = "The character.", example = "a")
        String character,

        @Schema(description = "Its log-probability in the model's own distribution, in nats.", example = "-0.7")
        double logprob,

        @Schema(description = "The most probable characters in its place, the most probable first.")
        List<AlternativeResponse> top) {

    /// A character that could have stood there.
    record AlternativeResponse(String character, double logprob) {}

    /// Each is made when it is written, for all of them take much memory.
    ///
    /// @param asked whether the request wants them
    /// @return null if it does not
    static @Nullable List<CharacterResponse> listOrNull(List<CharacterLogProbability> characters, boolean asked) {
        return asked ? new Responses(characters) : null;
    }

    private static final class Responses extends AbstractList<CharacterResponse> {

        private final List<CharacterLogProbability> characters;

        Responses(List<CharacterLogProbability> characters) {
            this.characters = characters;
        }

        @Override
        public CharacterResponse get(int index) {
            return CharacterResponse.of(characters.get(index));
        }

        @Override
        public int size() {
            return characters.size();
        }
    }

    static CharacterResponse of(CharacterLogProbability character) {
        return new CharacterResponse(
                Character.toString(character.codePoint()),
                character.logProbability(),
                character.top().stream()
                        .map(it -> new AlternativeResponse(Character.toString(it.codePoint()), it.logProbability()))
                        .toList());
    }
}
