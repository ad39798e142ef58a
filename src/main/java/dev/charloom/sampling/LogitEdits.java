package dev.charloom.sampling;

import dev.charloom.sampling.regex.Automaton;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What changes the logits of one text before a character is drawn: penalties, bias, masks. Follows the text as it
/// grows; [#copy] serves texts that part.
final class LogitEdits {

    private final Penalties penalties;
    private final CompiledRules rules;
    private final int characters; // V
    private final int endOfSequence;
    private final int[] written; // by id; empty if nobody counts
    private final BitSet read; // what stands in the prompt or the text
    private final float[] edited; // V
    private int state = Automaton.START;

    LogitEdits(Penalties penalties, CompiledRules rules, int characters, int endOfSequence, int[] prompt) {
        this.penalties = penalties;
        this.rules = rules;
        this.characters = characters;
        this.endOfSequence = endOfSequence;
        this.written = new int[penalties.none() ? 0 : characters];
        this.read = new BitSet();
        this.edited = new float[changesNothing() ? 0 : characters];
        for (int id : prompt) {
            if (id >= 0 && !penalties.none()) {
                read.set(id);
            }
        }
    }

    private LogitEdits(LogitEdits source) {
        this.penalties = source.penalties;
        this.rules = source.rules;
        this.characters = source.characters;
        this.endOfSequence = source.endOfSequence;
        this.written = source.written.clone();
        this.read = (BitSet) source.read.clone();
        this.edited = new float[source.edited.length];
        this.state = source.state;
    }

    LogitEdits copy() {
        return new LogitEdits(this);
    }

    boolean changesNothing() {
        return penalties.none() && rules.bias().length == 0 && rules.automaton() == null;
    }

    /// Follows a character of the text.
    void written(int id) {
        if (!penalties.none()) {
            written[id]++;
            read.set(id);
        }
        advance(id);
    }

    /// Follows a character that the text begins with but that the model did not write: it counts for the regular
    /// expression alone.
    ///
    /// @return false if no match begins like that
    boolean begun(int id) {
        advance(id);
        return state != Automaton.DEAD;
    }

    private void advance(int id) {
        Automaton automaton = rules.automaton();
        if (automaton != null && state != Automaton.DEAD) {
            state = automaton.next(state, id);
        }
    }

    /// Whether the text may end here, as far as the regular expression is concerned.
    boolean mayEnd() {
        Automaton automaton = rules.automaton();
        return automaton == null || (state != Automaton.DEAD && automaton.accepts(state));
    }

    /// The fewest characters that complete a match; 0 without a regular expression.
    int distance() {
        Automaton automaton = rules.automaton();
        return automaton == null ? 0 : state == Automaton.DEAD ? Integer.MAX_VALUE : automaton.distance(state);
    }

    /// The edited logits, V of them, valid until the next call; null if no character may follow.
    ///
    /// @param logits not modified
    /// @param remaining how many characters the text may still get, at least 1
    float @Nullable [] edit(float[] logits, int offset, int remaining) {
        System.arraycopy(logits, offset, edited, 0, characters);
        if (!penalties.none()) {
            for (int id = 0; id < characters; id++) {
                edited[id] = penalties.applyTo(edited[id], read.get(id), written[id]);
            }
        }
        float[] bias = rules.bias();
        for (int id = 0; id < bias.length; id++) {
            edited[id] += bias[id];
        }
        Automaton automaton = rules.automaton();
        return automaton == null || mask(automaton, remaining) ? edited : null;
    }

    /// Leaves what can still become a match within the remaining characters; false if that is nothing.
    private boolean mask(Automaton automaton, int remaining) {
        boolean any = false;
        for (int id = 0; id < characters; id++) {
            if (possible(automaton, id, remaining)) {
                any |= edited[id] != Float.NEGATIVE_INFINITY;
            } else {
                edited[id] = Float.NEGATIVE_INFINITY;
            }
        }
        return any;
    }

    private boolean possible(Automaton automaton, int id, int remaining) {
        if (id == endOfSequence) {
            return automaton.accepts(state);
        }
        int next = automaton.next(state, id);
        return next != Automaton.DEAD && automaton.distance(next) < remaining;
    }
}
