package dev.charloom.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Waits for all texts and hands on the best ones, the best first: those with the highest mean log-probability, equals
/// in the order of their numbers.
final class BestOf implements WritingListener {

    private record Candidate(int number, WrittenText text) {}

    private final WritingListener listener;
    private final int wanted;
    private final List<Candidate> candidates = new ArrayList<>();

    BestOf(WritingListener listener, int wanted) {
        this.listener = listener;
        this.wanted = wanted;
    }

    @Override
    public void finished(int number, WrittenText text, Continuation after) {
        candidates.add(new Candidate(number, text));
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        candidates.sort(Comparator.comparingDouble((Candidate it) -> -it.text().meanLogProbability())
                .thenComparingInt(Candidate::number));
        for (int i = 0; failure == null && i < Math.min(wanted, candidates.size()); i++) {
            candidates.get(i).text().tell(listener, i);
        }
        listener.ended(failure);
    }

    @Override
    public boolean satisfied() {
        return listener.satisfied();
    }
}
