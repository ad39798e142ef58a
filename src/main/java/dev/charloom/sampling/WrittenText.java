package dev.charloom.sampling;

import java.util.List;

/// A text that a model wrote.
///
/// @param text what was written, without the newline or stop sequence that ended it
/// @param characters its length in code points
/// @param ended true if the model, a stop sequence or the regular expression ended it, false if the length limit did
/// @param logProbabilities of each character, if they were asked for and the listener does not take them with pieces;
///     else empty
/// @param meanLogProbability of the characters that were drawn, ending included, in nats; 0 where nobody asked for it
public record WrittenText(
        String text,
        int characters,
        boolean ended,
        List<CharacterLogProbability> logProbabilities,
        double meanLogProbability) {

    public WrittenText {
        logProbabilities = List.copyOf(logProbabilities);
    }

    /// Tells of a text of which nothing was told before: only now is it certain that it is wanted.
    void tell(WritingListener listener, int number) {
        if (!text.isEmpty()) {
            listener.written(number, text, logProbabilities);
        }
        listener.finished(number, this, Continuation.NOWHERE);
    }
}
