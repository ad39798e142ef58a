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
/// @param counts characters and texts so far
/// @param pieces whether texts are told while they grow, not only when they have ended
record StreamListener(TextStream stream, String prefix, boolean pieces, long[] counts) implements WritingListener {

    StreamListener(TextStream stream, String prefix, boolean pieces) {
        this(stream, prefix, pieces, new long[2]);
    }

    @Override
    public void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {
        if (pieces) {
            stream.offer(new TextEvent.Grown(number, piece, logProbabilities));
        }
    }

    @Override
    public void finished(int number, WrittenText text, Continuation after) {
        counts[0] += text.characters();
        counts[1]++;
        stream.offer(new TextEvent.Ended(
                number,
                new GeneratedText(
                        prefix + text.text(),
                        text.ended() ? FinishReason.STOP : FinishReason.LENGTH,
                        text.logProbabilities())));
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        if (failure != null) {
            stream.fail(failure);
        } else {
            stream.offer(new TextEvent.Done(counts[0], (int) counts[1]));
        }
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
