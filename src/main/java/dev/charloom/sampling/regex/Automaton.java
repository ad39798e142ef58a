package dev.charloom.sampling.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// A deterministic automaton over the ids of a vocabulary: follows a text character by character, at one look-up each,
/// and knows from everywhere how many characters a match is away. Made by the subset construction (Rabin and Scott,
/// "Finite Automata and Their Decision Problems", 1959) within fixed limits, so that no expression can make the service
/// slow: one that needs more is refused.
///
/// Immutable.
public final class Automaton {

    /// No state: the text matches no more, whatever follows.
    public static final int DEAD = -1;

    /// The state before the first character.
    public static final int START = 0;

    private static final int MAX_STATES = 4_000;
    private static final long MAX_WORK = 40_000_000;

    private final int[] classOf; // by id; characters of a class are read alike, −1 may not be read at all
    private final int[][] next; // [state][class]
    private final int[] distance; // to the nearest accepting state, in characters; MAX_VALUE if there is none

    private Automaton(int[] classOf, int[][] next, int[] distance) {
        this.classOf = classOf;
        this.next = next;
        this.distance = distance;
    }

    /// Compiles an expression.
    ///
    /// @param codePoints by id
    /// @param usable the ids that may be written
    /// @throws RegexRejected if it cannot be read or is too large, or if no text of those characters matches it
    public static Automaton compile(String regex, int[] codePoints, BitSet usable) {
        return new Construction(regex, codePoints, usable).run();
    }

    /// The state after a character; [#DEAD] if no match can begin like that.
    public int next(int state, int id) {
        int klass = classOf[id];
        return klass < 0 ? DEAD : next[state][klass];
    }

    /// The fewest characters that make a match of what was read until this state; 0 if it is one.
    public int distance(int state) {
        return distance[state];
    }

    public boolean accepts(int state) {
        return distance[state] == 0;
    }

    /// How many states there are.
    int size() {
        return next.length;
    }

    /// One compilation.
    private static final class Construction {

        private final String regex;
        private final Nfa nfa;
        private final int[] classOf;
        private final List<BitSet> readers = new ArrayList<>(); // by class: the nodes that read it
        private final Map<BitSet, Integer> states = new HashMap<>();
        private final List<BitSet> sets = new ArrayList<>();
        private final List<int[]> next = new ArrayList<>();
        private long work;

        Construction(String regex, int[] codePoints, BitSet usable) {
            this.regex = regex;
            this.nfa = new Nfa(regex);
            this.classOf = new int[codePoints.length];
            classify(codePoints, usable);
        }

        /// Characters that the same nodes read are one class. A set is asked once for each character, however many
        /// nodes read it: properties take long to answer, and an expression is too short to hold many.
        private void classify(int[] codePoints, BitSet usable) {
            Map<IntPredicate, BitSet> nodes = nodesBySet();
            var sets = List.copyOf(nodes.keySet());
            var classes = new HashMap<BitSet, Integer>();
            Arrays.fill(classOf, -1);
            for (int id = usable.nextSetBit(0); id >= 0; id = usable.nextSetBit(id + 1)) {
                var containing = new BitSet();
                for (int set = 0; set < sets.size(); set++) {
                    containing.set(set, sets.get(set).test(codePoints[id]));
                }
                classOf[id] = classes.computeIfAbsent(containing, it -> {
                    var reading = new BitSet();
                    it.stream().mapToObj(sets::get).map(nodes::get).forEach(reading::or);
                    readers.add(reading);
                    return readers.size() - 1;
                });
            }
        }

        /// The nodes that read each set of the expression.
        private Map<IntPredicate, BitSet> nodesBySet() {
            var nodes = new IdentityHashMap<IntPredicate, BitSet>();
            for (int node = 0; node < nfa.size(); node++) {
                if (nfa.reads(node)) {
                    nodes.computeIfAbsent(nfa.set(node), _ -> new BitSet()).set(node);
                }
            }
            return nodes;
        }

        Automaton run() {
            stateOf(nfa.initial());
            for (int state = 0; state < sets.size(); state++) {
                int[] row = new int[readers.size()];
                for (int klass = 0; klass < row.length; klass++) {
                    row[klass] = stateOf(after(sets.get(state), readers.get(klass)));
                }
                next.add(row);
            }
            int[] distance = distances();
            if (distance[START] == Integer.MAX_VALUE) {
                throw new RegexRejected(regex, "no text that the model may write matches it");
            }
            return new Automaton(classOf, withoutDeadEnds(distance), distance);
        }

        private BitSet after(BitSet set, BitSet reading) {
            var found = new BitSet();
            for (int node = set.nextSetBit(0); node >= 0; node = set.nextSetBit(node + 1)) {
                if (reading.get(node)) {
                    nfa.follow(node, found);
                    spend(found.cardinality());
                }
            }
            spend(1 + set.cardinality());
            return nfa.keepEnds(found);
        }

        private int stateOf(BitSet set) {
            if (set.isEmpty()) {
                return DEAD;
            }
            return states.computeIfAbsent(set, it -> {
                if (sets.size() == MAX_STATES) {
                    throw tooLarge();
                }
                sets.add(it);
                return sets.size() - 1;
            });
        }

        /// Backwards from the accepting states, breadth first.
        private int[] distances() {
            List<List<Integer>> before = new ArrayList<>();
            sets.forEach(_ -> before.add(new ArrayList<>()));
            int[] distance = new int[sets.size()];
            var open = new ArrayDeque<Integer>();
            for (int state = 0; state < distance.length; state++) {
                for (int following : next.get(state)) {
                    if (following != DEAD) {
                        before.get(following).add(state);
                    }
                }
                distance[state] = Nfa.accepts(sets.get(state)) ? 0 : Integer.MAX_VALUE;
                if (distance[state] == 0) {
                    open.add(state);
                }
            }
            while (!open.isEmpty()) {
                int state = open.remove();
                for (int earlier : before.get(state)) {
                    if (distance[earlier] == Integer.MAX_VALUE) {
                        distance[earlier] = distance[state] + 1;
                        open.add(earlier);
                    }
                }
            }
            return distance;
        }

        private int[][] withoutDeadEnds(int[] distance) {
            for (int[] row : next) {
                for (int klass = 0; klass < row.length; klass++) {
                    if (row[klass] != DEAD && distance[row[klass]] == Integer.MAX_VALUE) {
                        row[klass] = DEAD;
                    }
                }
            }
            return next.toArray(int[][]::new);
        }

        private void spend(long steps) {
            work += steps;
            if (work > MAX_WORK) {
                throw tooLarge();
            }
        }

        private RegexRejected tooLarge() {
            return new RegexRejected(
                    regex, "it is too large: its automaton has more than " + MAX_STATES + " states, or takes too long");
        }
    }
}
