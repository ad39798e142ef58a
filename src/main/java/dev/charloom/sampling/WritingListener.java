package dev.charloom.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Is told what is being written, on the thread that writes, which it must not keep waiting.
public interface WritingListener {

    /// A piece of a text that is certain: whole code points, no part of a stop sequence.
    ///
    /// @param number of the text
    /// @param logProbabilities of its characters, if they were asked for; else empty
    default void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {}

    /// A text has ended. Texts may end in any order.
    ///
    /// @param text as a whole
    /// @param after where it can be continued; its memory is used anew after this call, so whoever keeps it
    ///     copies it
    void finished(int number, WrittenText text, Continuation after);

    /// All texts have ended, or writing has failed.
    ///
    /// @param failure null if all texts have ended
    default void ended(@Nullable Throwable failure) {}

    /// Whether log-probabilities are wanted with the pieces only, and not with the whole text once more, so that a long
    /// text does not keep them.
    default boolean takesPieces() {
        return false;
    }

    /// Whether nothing more can be taken for now.
    default boolean full() {
        return false;
    }

    /// Whether nothing more is wanted.
    default boolean satisfied() {
        return false;
    }
}
