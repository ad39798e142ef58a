package dev.charloom.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Looks for the most probable texts instead of drawing: follows the `beams` most probable beginnings at once, each
/// scored by the sum of the log-probabilities of its characters after penalties, bias and masks.
///
/// Ended texts are compared by that sum divided by `length ^ lengthPenalty`, the end counted as a character. The search
/// ends when as many texts have ended as there are beams and none of the beginnings can still become better than the
/// worst of them.
final class BeamSearch extends Work {

    /// A way to go on with a beam.
    private record Candidate(int beam, int id, double score) {

        static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble((Candidate it) -> -it.score())
                .thenComparingInt(Candidate::beam)
                .thenComparingInt(Candidate::id);
    }

    /// An ended text.
    private record Hypothesis(WrittenText text, double score) {}

    private final WritingTask task;
    private final DraftSource drafts;
    private final WritingListener listener;
    private final int width;
    private final List<Hypothesis> found = new ArrayList<>();
    private List<Strand> waiting; // strands that have not read on since the last selection
    private List<Beam> beams = new ArrayList<>();
    private final double[] logProbabilities; // V
    private boolean done;

    BeamSearch(WritingTask task, int width, DraftSource drafts, Memory start, WritingListener listener) {
        this.task = task;
        this.width = width;
        this.drafts = drafts;
        this.listener = listener;
        this.logProbabilities = new double[drafts.characters()];
        this.waiting = new ArrayList<>(
                List.of(new PromptStrand(start, task.prompt(), drafts.characters(), logits -> begin(start, logits))));
    }

    private void begin(Memory memory, float[] logits) {
        waiting.clear();
        var first = new Beam(memory, drafts.draft(), 0);
        beams.add(first);
        first.logits = logits;
        select();
    }

    @Override
    List<Strand> ready() {
        return List.copyOf(waiting);
    }

    @Override
    boolean finished() {
        return done || listener.satisfied();
    }

    @Override
    void end(@Nullable Throwable failure) {
        if (failure == null) {
            for (int i = 0; i < Math.min(task.texts(), found.size()); i++) {
                found.get(i).text().tell(listener, i);
            }
        }
        listener.ended(failure);
    }

    /// Chooses the beams of the next length, once all present ones have their logits.
    private void select() {
        var next = new ArrayList<Beam>();
        for (Candidate candidate : candidates()) {
            if (next.size() < width) {
                follow(candidate, next);
            }
        }
        beams = next;
        waiting = new ArrayList<>(next);
        found.sort(Comparator.comparingDouble((Hypothesis it) -> -it.score()));
        if (found.size() > width) {
            found.subList(width, found.size()).clear();
        }
        done = next.isEmpty()
                || (found.size() == width
                        && bound(next.getFirst()) <= found.getLast().score());
    }

    /// The best ways to go on, twice as many as there are beams, the best first: even if half of them end their texts,
    /// the other half fills the beams.
    private List<Candidate> candidates() {
        var best = new PriorityQueue<>(Candidate.BEST_FIRST.reversed());
        for (int i = 0; i < beams.size(); i++) {
            addCandidates(i, beams.get(i), best);
        }
        return best.stream().sorted(Candidate.BEST_FIRST).toList();
    }

    /// Looks at every character after a beam: of a large vocabulary, nearly all are passed over.
    ///
    /// @param best the best ways so far, the worst of them first; modified
    private void addCandidates(int index, Beam beam, PriorityQueue<Candidate> best) {
        Draft.Choice choice = beam.draft.choice(beam.logits, 0);
        if (choice == null) {
            found.add(new Hypothesis(beam.draft.written(), normalised(beam.score, beam.draft.drawn())));
            return;
        }
        LogProbabilities.fill(choice.logits(), choice.offset(), logProbabilities.length, logProbabilities);
        double worst = worst(best);
        for (int id = 0; id < logProbabilities.length; id++) {
            double score = beam.score + logProbabilities[id];
            if (score > worst) { // of equals, the first come is the better
                best.add(new Candidate(index, id, score));
                if (best.size() > 2 * width) {
                    best.remove();
                }
                worst = worst(best);
            }
        }
    }

    /// The score above which a way is among the best.
    private double worst(PriorityQueue<Candidate> best) {
        return best.size() < 2 * width
                ? Double.NEGATIVE_INFINITY
                : best.element().score();
    }

    private void follow(Candidate candidate, List<Beam> next) {
        Beam parent = beams.get(candidate.beam());
        Draft draft = parent.draft.copy();
        if (draft.add(candidate.id(), parent.logits, 0)) {
            found.add(new Hypothesis(draft.written(), normalised(candidate.score(), draft.drawn())));
        } else {
            var beam = new Beam(parent.memory().copy(), draft, candidate.score());
            beam.readNext(candidate.id());
            next.add(beam);
        }
    }

    private double normalised(double score, int length) {
        return score / Math.pow(Math.max(1, length), task.search().lengthPenalty());
    }

    /// No text that begins with the best beam, and so none at all, gets a better score: sums only fall, and a negative
    /// sum is worth most where it is divided by most.
    private double bound(Beam best) {
        int longest = task.search().lengthPenalty() > 0 ? task.maxLength() : best.draft.drawn() + 1;
        return normalised(best.score, longest);
    }

    /// A beginning that is followed.
    private final class Beam extends Strand {

        private final Draft draft;
        private final double score;
        private float[] logits = new float[0];

        Beam(Memory memory, Draft draft, double score) {
            super(memory, new int[0]);
            this.draft = draft;
            this.score = score;
        }

        @Override
        void take(float[] row, int offset, int index, boolean last) {
            logits = Arrays.copyOfRange(row, offset, offset + drafts.characters());
            waiting.remove(this);
            if (waiting.isEmpty()) {
                select();
            }
        }
    }
}
