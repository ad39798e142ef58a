package dev.charloom.sampling;

import java.util.List;

/// How probable a text is to a model.
///
/// @param characters one for each character of the text, in its order
public record ScoredText(List<CharacterLogProbability> characters) {

    public ScoredText {
        characters = List.copyOf(characters);
    }

    /// The log-probability of the text, in nats.
    public double logProbability() {
        return characters.stream()
                .mapToDouble(CharacterLogProbability::logProbability)
                .sum();
    }
}
