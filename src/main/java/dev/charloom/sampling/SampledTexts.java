package dev.charloom.sampling;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts that are drawn after the same prompt, which is read once. Each draws from a random stream of its own, so a
/// text is the same whichever texts are written beside it.
final class SampledTexts extends Work {

    /// How far a text may be ahead of the earliest one that has not ended: bounds what a listener that wants them in
    /// order has to keep.
    private static final int MAX_AHEAD = 1_024;

    private final WritingTask task;
    private final int texts;
    private final DraftSource drafts;
    private final WritingListener listener;
    private final Memory prompt;
    private final List<Strand> reading;
    private final List<Strand> active = new ArrayList<>();
    private final Deque<Memory> free = new ArrayDeque<>();
    private float @Nullable [] first; // the logits after the prompt
    private int begun;

    /// @param texts how many are drawn
    /// @param start what was read before the prompt; modified
    SampledTexts(WritingTask task, int texts, DraftSource drafts, Memory start, WritingListener listener) {
        this.task = task;
        this.texts = texts;
        this.drafts = drafts;
        this.listener = listener;
        this.prompt = start;
        this.reading = List.of(new PromptStrand(start, task.prompt(), drafts.characters(), it -> first = it));
    }

    @Override
    List<Strand> ready() {
        if (listener.full()) {
            return List.of();
        }
        float[] logits = first;
        if (logits == null) {
            return reading;
        }
        for (int i = 0; i < WritingTask.MOST_AT_ONCE && mayBegin(); i++) { // others wait for the end of this
            begin(logits);
        }
        return active;
    }

    @Override
    boolean hasMore() {
        return first != null && mayBegin();
    }

    private boolean mayBegin() {
        return active.size() < WritingTask.MOST_AT_ONCE
                && begun < texts
                && begun - earliest() < MAX_AHEAD
                && !listener.full()
                && !listener.satisfied();
    }

    private int earliest() {
        return active.stream()
                .mapToInt(strand -> ((TextStrand) strand).number)
                .min()
                .orElse(begun);
    }

    private void begin(float[] logits) {
        Memory memory = free.isEmpty() ? prompt.copy() : free.pop();
        memory.copyFrom(prompt);
        var strand = new TextStrand(memory, begun++);
        active.add(strand);
        strand.take(logits, 0, 0, true);
    }

    @Override
    boolean finished() {
        return listener.satisfied() || (first != null && active.isEmpty() && begun == texts);
    }

    @Override
    void end(@Nullable Throwable failure) {
        listener.ended(failure);
    }

    /// One text under way.
    private final class TextStrand extends Strand {

        private final int number;
        private final Draft draft;
        private final Sampler sampler;

        TextStrand(Memory memory, int number) {
            super(memory, new int[0]);
            this.number = number;
            this.draft = drafts.draft();
            this.sampler = Sampler.of(
                    task.decoding().sampling(),
                    RandomStream.of(task.seed(), Purpose.SAMPLE, number).at(task.firstDraw()));
        }

        @Override
        void take(float[] logits, int offset, int index, boolean last) {
            Draft.Choice choice = draft.choice(logits, offset);
            boolean ended = choice == null
                    || draft.add(sampler.sample(choice.logits(), choice.offset(), drafts.characters()), logits, offset);
            String piece = draft.nextPiece(ended);
            if (!piece.isEmpty()) {
                listener.written(number, piece, draft.ofPiece(piece));
                if (listener.takesPieces()) {
                    draft.forgetShown();
                }
            }
            if (ended) {
                active.remove(this);
                listener.finished(number, draft.written(), draft.continuation(memory()));
                free.push(memory());
            } else {
                readNext(draft.lastId());
            }
        }
    }
}
