package dev.charloom.generation;

import dev.charloom.sampling.CharacterLogProbability;
import java.util.List;

/// One text that a model wrote.
///
/// @param text without the newline that ended it
/// @param logProbabilities of its characters, those of `startingWith` left out; empty if they were not asked for,
///     or came while the text grew
public record GeneratedText(String text, FinishReason finishReason, List<CharacterLogProbability> logProbabilities) {

    public GeneratedText {
        logProbabilities = List.copyOf(logProbabilities);
    }

    public GeneratedText(String text, FinishReason finishReason) {
        this(text, finishReason, List.of());
    }
}
