package dev.charloom.generation;

import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.Continuation;
import dev.charloom.sampling.WritingListener;
import dev.charloom.sampling.WrittenText;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Measures what another listener is told, before it is told.
///
/// @param unwanted whether the writing ends because nobody wants the rest
record MeasuredListener(WritingListener listener, RequestMeasure measure, BooleanSupplier unwanted)
        implements WritingListener {

    @Override
    public void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {
        measure.written(number, piece.codePointCount(0, piece.length()));
        listener.written(number, piece, logProbabilities);
    }

    @Override
    public void finished(int number, WrittenText text, Continuation after) {
        measure.finished(number, text.characters(), text.ended() ? FinishReason.STOP : FinishReason.LENGTH);
        listener.finished(number, text, after);
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        if (failure != null) {
            measure.fails();
        } else if (unwanted.getAsBoolean()) {
            measure.aborts();
        } else {
            measure.ends();
        }
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
