package dev.charloom.generation;

import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.Continuation;
import dev.charloom.sampling.WritingListener;
import dev.charloom.sampling.WrittenText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Lets only those texts through that have not come before, or do not stand in the corpus, until there are enough.
/// Texts are looked at in the order of their numbers, so that the same seed lets the same ones through.
final class DistinctTexts implements WritingListener {

    /// A text that is refused is drawn again; in all, so many are drawn for each that is wanted.
    static final int MOST_DRAWN = 20;

    private record Candidate(WrittenText text, Continuation after) {}

    private final WritingListener listener;
    private final int wanted;
    private final String prefix;
    private final Predicate<String> isNew;
    private final @Nullable Set<String> seen;
    private final Map<Integer, Candidate> early = new HashMap<>();
    private int next; // number
    private int passed;

    /// @param prefix what every text begins with
    /// @param isNew whether a text stands in no corpus, where that matters
    DistinctTexts(WritingListener listener, int wanted, String prefix, boolean unique, Predicate<String> isNew) {
        this.listener = listener;
        this.wanted = wanted;
        this.prefix = prefix;
        this.seen = unique ? new HashSet<>() : null;
        this.isNew = isNew;
    }

    @Override
    public void written(int number, String piece, List<CharacterLogProbability> logProbabilities) {
        // whether it is wanted is known at its end
    }

    @Override
    public void finished(int number, WrittenText text, Continuation after) {
        early.put(number, new Candidate(text, after));
        for (Candidate it = early.remove(next); it != null; it = early.remove(next)) {
            next++;
            if (passed < wanted && passes(prefix + it.text().text())) {
                listener.finished(passed++, it.text(), it.after());
            }
        }
    }

    private boolean passes(String text) {
        return isNew.test(text) && (seen == null || seen.add(text));
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        listener.ended(failure);
    }

    @Override
    public boolean full() {
        return listener.full();
    }

    @Override
    public boolean satisfied() {
        return passed == wanted || listener.satisfied();
    }
}
