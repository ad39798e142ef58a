package dev.charloom.sampling;

import dev.charloom.text.Vocabulary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads texts and says how probable each of their characters was.
final class Scoring extends Work {

    private static final int MAX_STRANDS = 64;

    /// What is read from nothing in one go: a text, or a line of it.
    ///
    /// @param ids the first one is what a text begins after; it is not scored itself
    /// @param out where the characters of the segment are noted
    record Segment(int[] ids, CharacterLogProbability[] out) {}

    private final Predictor predictor;
    private final Vocabulary vocabulary;
    private final int top;
    private final ReadingListener<List<ScoredText>> listener;
    private final List<List<Segment>> texts;
    private final Deque<Segment> open = new ArrayDeque<>();
    private final List<Strand> active = new ArrayList<>();

    /// @param texts each as the segments that it is read in
    /// @param top how many alternatives are told for each character
    Scoring(
            List<List<Segment>> texts,
            Predictor predictor,
            Vocabulary vocabulary,
            int top,
            ReadingListener<List<ScoredText>> listener) {
        this.texts = texts;
        this.predictor = predictor;
        this.vocabulary = vocabulary;
        this.top = top;
        this.listener = listener;
        texts.forEach(open::addAll);
    }

    @Override
    List<Strand> ready() {
        while (active.size() < MAX_STRANDS && !open.isEmpty()) {
            Segment segment = open.remove();
            if (segment.out().length > 0) {
                active.add(new SegmentStrand(segment));
            }
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
        listener.ended(complete ? texts.stream().map(Scoring::scored).toList() : null, failure);
    }

    static ScoredText scored(List<Segment> segments) {
        return new ScoredText(segments.stream()
                .flatMap(segment -> Arrays.stream(segment.out()))
                .toList());
    }

    /// A segment being read; its last id is scored, but needs not be read.
    private final class SegmentStrand extends Strand {

        private final Segment segment;
        private int scored;

        SegmentStrand(Segment segment) {
            super(predictor.newMemory(), Arrays.copyOf(segment.ids(), segment.ids().length - 1));
            this.segment = segment;
        }

        @Override
        void take(float[] logits, int offset, int index, boolean last) {
            int id = segment.ids()[scored + 1];
            segment.out()[scored++] = LogProbabilities.describe(logits, offset, vocabulary, id, top);
            if (last) {
                active.remove(this);
            }
        }
    }
}
