package dev.charloom.sampling.regex;

import dev.charloom.sampling.regex.Expression.Choice;
import dev.charloom.sampling.regex.Expression.OneOf;
import dev.charloom.sampling.regex.Expression.Repeat;
import dev.charloom.sampling.regex.Expression.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// A non-deterministic automaton (Thompson, "Regular Expression Search Algorithm", 1968): nodes that either read one
/// character of a set, or go on to one or two other nodes without reading, or accept. Built from the end backwards, so
/// that each node knows what follows it.
final class Nfa {

    private static final int MAX_NODES = 4_000;
    private static final int ACCEPT = 0;

    /// @param set what is read; null if nothing is
    /// @param next the node that follows
    /// @param other another node that follows; −1 for none
    private record Node(@Nullable IntPredicate set, int next, int other) {}

    private final String regex;
    private final List<Node> nodes = new ArrayList<>();
    private final int start;

    /// @throws RegexRejected if the expression cannot be read or is too large
    Nfa(String regex) {
        this.regex = regex;
        nodes.add(new Node(null, -1, -1));
        this.start = build(RegexParser.parse(regex), ACCEPT);
    }

    int size() {
        return nodes.size();
    }

    /// The set that a node reads.
    IntPredicate set(int node) {
        IntPredicate set = nodes.get(node).set();
        if (set == null) {
            throw new IllegalArgumentException("node " + node + " reads nothing");
        }
        return set;
    }

    boolean reads(int node) {
        return nodes.get(node).set() != null;
    }

    static boolean accepts(BitSet nodes) {
        return nodes.get(ACCEPT);
    }

    /// Where everything begins: reading and accepting nodes only.
    BitSet initial() {
        var found = new BitSet();
        close(start, found);
        return keepEnds(found);
    }

    /// Adds to `found` (modified) what follows a reading node; [#keepEnds] leaves the reading and accepting ones.
    void follow(int node, BitSet found) {
        close(nodes.get(node).next(), found);
    }

    /// Removes from `found` (modified) what neither reads nor accepts.
    BitSet keepEnds(BitSet found) {
        for (int node = found.nextSetBit(0); node >= 0; node = found.nextSetBit(node + 1)) {
            if (node != ACCEPT && !reads(node)) {
                found.clear(node);
            }
        }
        return found;
    }

    private void close(int from, BitSet found) {
        var open = new ArrayDeque<Integer>();
        open.push(from);
        while (!open.isEmpty()) {
            int at = open.pop();
            if (at >= 0 && !found.get(at)) {
                found.set(at);
                if (at != ACCEPT && !reads(at)) {
                    open.push(nodes.get(at).next());
                    open.push(nodes.get(at).other());
                }
            }
        }
    }

    /// Adds the nodes of an expression that is followed by `next`; returns the first one.
    private int build(Expression expression, int next) {
        return switch (expression) {
            case OneOf(IntPredicate set) -> add(new Node(set, next, -1));
            case Sequence(List<Expression> parts) -> {
                int at = next;
                for (Expression part : parts.reversed()) {
                    at = build(part, at);
                }
                yield at;
            }
            case Choice(List<Expression> options) -> {
                int at = -1;
                for (Expression option : options.reversed()) {
                    at = add(new Node(null, build(option, next), at));
                }
                yield at;
            }
            case Repeat repeat -> build(repeat, next);
        };
    }

    private int build(Repeat repeat, int next) {
        int at = next;
        if (repeat.most() == Repeat.UNBOUNDED) {
            int loop = add(new Node(null, next, -1));
            nodes.set(loop, new Node(null, build(repeat.part(), loop), next));
            at = loop;
        } else {
            for (int i = repeat.least(); i < repeat.most(); i++) {
                at = add(new Node(null, build(repeat.part(), at), next));
            }
        }
        for (int i = 0; i < repeat.least(); i++) {
            int once = build(repeat.part(), at);
            if (once == at) {
                return at; // it reads nothing, however often: no node would be added that the limit counts
            }
            at = once;
        }
        return at;
    }

    private int add(Node node) {
        if (nodes.size() == MAX_NODES) {
            throw new RegexRejected(regex, "it is too large: written out it has more than " + MAX_NODES + " parts");
        }
        nodes.add(node);
        return nodes.size() - 1;
    }
}
