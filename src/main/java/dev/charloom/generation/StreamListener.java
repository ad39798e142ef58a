package dev.charloom.generation;

import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.Continuation;
import dev.charloom.sampling.WritingListener;
import dev.charloom.sampling.WrittenText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts what is written into a stream.
///
/// @param prefix what every text begins with
/// @param pieces whether texts are told while they grow, not only when they have ended
/// @param firstIndex where its first text stands in the stream
record StreamListener(TextStream stream, String prefix, boolean pieces, int firstIndex) implements WritingListener {

    @Override
    public void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {
        if (pieces) {
            stream.offer(new TextEvent.Grown(firstIndex + number, piece, logProbabilities));
        }
    }

    @Override
    public void finished(int number, WrittenText text, Continuation after) {
        var generated = new GeneratedText(
                prefix + text.text(), text.ended() ? FinishReason.STOP : FinishReason.LENGTH, text.logProbabilities());
        stream.ended(firstIndex + number, generated, text.characters());
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        if (failure != null) {
            stream.fail(failure);
        } else {
            stream.workEnded();
        }
    }

    @Override
    public boolean takesPieces() {
        return pieces;
    }

    @Override
    public boolean full() {
        return stream.isFull();
    }

    @Override
    public boolean satisfied() {
        return stream.isClosed();
    }
}
