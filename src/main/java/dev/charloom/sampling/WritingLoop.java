package dev.charloom.sampling;

import dev.charloom.engine.kernel.SharedTeam;
import java.util.ArrayList;
import java.util.List;

/// Advances the work of all requests for a model together, pass by pass; work joins and leaves between any two. Where
/// there are more strands than lanes, works take turns, one strand each, so that none waits for a larger one.
///
/// Not safe for use by several threads.
public final class WritingLoop {

    /// From so many works on, a pass is left to the calling thread: every request needs a processor now and then to be
    /// received and answered on, and a team waits for whichever member loses its own.
    private static final int MANY_WORKS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final LaneBatch batch;
    private final int lanes;
    private final List<Work> works = new ArrayList<>();
    private final List<Strand> chosen = new ArrayList<>();
    private int turn; // the work that goes first

    WritingLoop(Predictor predictor, int lanes, SharedTeam team) {
        this.batch = new LaneBatch(predictor, lanes, team.where(() -> works.size() < MANY_WORKS));
        this.lanes = lanes;
    }

    public void add(Work work) {
        works.add(work);
    }

    /// How many works are under way.
    public int size() {
        return works.size();
    }

    /// Makes one pass.
    ///
    /// @return how many strands were advanced; 0 if there was nothing to do, or only texts that ended with
    ///     their first character, of which there may be more ([#hasMore])
    public int advance() {
        chosen.clear();
        choose(ready());
        if (!chosen.isEmpty()) {
            turn = (turn + 1) % Math.max(1, works.size()); // the chosen strands may be of works that have gone
            batch.advance(chosen);
            settle();
        }
        return chosen.size();
    }

    /// Whether the next pass finds something to do even if the last one advanced nothing.
    public boolean hasMore() {
        return works.stream().anyMatch(Work::hasMore);
    }

    /// Ends everything that is under way.
    public void fail(Throwable failure) {
        var all = List.copyOf(works);
        works.clear();
        all.forEach(work -> work.end(failure));
    }

    /// What each work has to advance; beginning with another one every time.
    private List<List<Strand>> ready() {
        settle();
        var ready = new ArrayList<List<Strand>>();
        for (int i = 0; i < works.size(); i++) {
            ready.add(works.get((i + turn) % works.size()).ready());
        }
        settle(); // a text may end with its first character
        return ready;
    }

    private void choose(List<List<Strand>> ready) {
        boolean more = true;
        for (int round = 0; more && chosen.size() < lanes; round++) {
            more = false;
            for (List<Strand> strands : ready) {
                if (round < strands.size() && chosen.size() < lanes) {
                    chosen.add(strands.get(round));
                    more = true;
                }
            }
        }
    }

    private void settle() {
        for (int i = works.size() - 1; i >= 0; i--) {
            Work work = works.get(i);
            if (work.finished()) {
                works.remove(i);
                work.end(null);
            }
        }
    }
}
