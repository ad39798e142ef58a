package dev.charloom.generation;

import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.Continuation;
import dev.charloom.sampling.Memory;
import dev.charloom.sampling.WritingListener;
import dev.charloom.sampling.WrittenText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps where a text has ended, so that its conversation goes on there. A text that does not come to its end leaves
/// the conversation where it was.
///
/// @param before where it stands once the prompt has been read
record SessionListener(WritingListener listener, Sessions.Turn turn, Sessions.Place before) implements WritingListener {

    @Override
    public void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {
        listener.written(number, piece, logProbabilities);
    }

    @Override
    public void finished(int number, WrittenText text, Continuation after) {
        Memory memory = after.memory();
        turn.reached(new Sessions.Place(
                before.model(),
                memory == null ? null : memory.copy(),
                after.lastId(),
                before.seed(),
                before.draws() + after.drawn(),
                before.characters() + text.characters()));
        listener.finished(number, text, after);
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        turn.leave();
        listener.ended(failure);
    }

    @Override
    public boolean takesPieces() {
        return listener.takesPieces();
    }

    @Override
    public boolean full() {
        return listener.full();
    }

    @Override
    public boolean satisfied() {
        return listener.satisfied();
    }
}
