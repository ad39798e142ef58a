package dev.charloom.generation;

import dev.charloom.sampling.CharacterLogProbability;
import java.util.List;

/// What happens while texts are written.
public sealed interface TextEvent {

    /// A text has grown.
    ///
    /// @param index of the text
    /// @param piece whole code points, no part of a stop sequence
    /// @param logProbabilities of its characters; empty if they were not asked for
    record Grown(int index, String piece, List<CharacterLogProbability> logProbabilities) implements TextEvent {}

    /// A text has ended.
    ///
    /// @param text the whole text
    record Ended(int index, GeneratedText text) implements TextEvent {}

    /// All texts have ended.
    ///
    /// @param completionCharacters characters that were written, in all texts
    /// @param texts how many ended: fewer than were asked for, if not enough of those that were drawn were wanted
    record Done(long completionCharacters, int texts) implements TextEvent {}
}
