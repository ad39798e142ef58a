package dev.charloom.sampling;

import dev.charloom.engine.Signal;
import dev.charloom.engine.Tape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a text and notes what units do at each of its characters.
final class Tracing extends Work {

    private static final int MAX_STRANDS = 64;
    private static final int NO_CHARACTER = -1;

    /// What is read from nothing in one go: a text, or a line of it.
    ///
    /// @param ids the first one is what it begins after
    /// @param from the index in the text of the first one; −1 if it is not part of the text
    record Segment(int[] ids, int from) {}

    private final Deque<Segment> open;
    private final Predictor predictor;
    private final Units units;
    private final ReadingListener<List<Trace>> listener;
    private final List<Trace> traces = new ArrayList<>();
    private final List<Strand> active = new ArrayList<>();
    private final float[] all; // what all units of a layer do in one row

    /// @param characters of the text
    Tracing(
            List<Segment> segments,
            int characters,
            Predictor predictor,
            Units units,
            ReadingListener<List<Trace>> listener) {
        this.open = new ArrayDeque<>(segments);
        this.predictor = predictor;
        this.units = units;
        this.listener = listener;
        all = new float[predictor.networks().getFirst().shape().hidden()];
        for (Signal signal : units.signals()) {
            for (int unit : units.numbers()) {
                traces.add(new Trace(signal, unit, new float[characters]));
            }
        }
    }

    /// Cuts a text where a sequence ends: the next one is read from nothing, and that it begins is noted in the place
    /// of the end.
    ///
    /// @param endOfSequence −1 where texts have no end
    /// @param opening what a text without an end begins after
    static List<Segment> segments(int[] ids, int endOfSequence, int opening) {
        var segments = new ArrayList<Segment>();
        int start = 0;
        for (int i = 0; i <= ids.length; i++) {
            if (i == ids.length || ids[i] == endOfSequence) {
                int[] segment = new int[i - start + 1];
                segment[0] = endOfSequence < 0 ? opening : NO_CHARACTER;
                System.arraycopy(ids, start, segment, 1, i - start);
                segments.add(new Segment(segment, start - 1));
                start = i + 1;
            }
        }
        return segments;
    }

    @Override
    List<Strand> ready() {
        while (active.size() < MAX_STRANDS && !open.isEmpty()) {
            active.add(new SegmentStrand(open.remove()));
        }
        return active;
    }

    @Override
    boolean finished() {
        return listener.satisfied() || (active.isEmpty() && open.isEmpty());
    }

    @Override
    void end(@Nullable Throwable failure) {
        boolean complete = failure == null && !listener.satisfied();
        listener.ended(complete ? traces : null, failure);
    }

    private void note(Tape tape, int row, int character) {
        int trace = 0;
        for (Signal signal : units.signals()) {
            tape.read(signal, units.layer(), row, all);
            for (int unit : units.numbers()) {
                traces.get(trace++).values()[character] = all[unit];
            }
        }
    }

    /// A segment being read.
    private final class SegmentStrand extends Strand {

        private int character;

        SegmentStrand(Segment segment) {
            super(predictor.newMemory(), segment.ids());
            character = segment.from();
        }

        @Override
        void look(Tape tape, int row) {
            if (character >= 0) {
                note(tape, row, character);
            }
            character++;
        }

        @Override
        void take(float[] logits, int offset, int index, boolean last) {
            if (last) {
                active.remove(this);
            }
        }
    }
}
