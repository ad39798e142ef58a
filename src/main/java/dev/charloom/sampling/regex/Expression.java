package dev.charloom.sampling.regex;

import java.util.List;
import java.util.function.IntPredicate;

/// A regular expression, taken apart.
sealed interface Expression {

    /// One character of a set.
    ///
    /// @param set of code points
    record OneOf(IntPredicate set) implements Expression {}

    /// One after the other; without any, the empty text.
    record Sequence(List<Expression> parts) implements Expression {}

    /// One of several.
    record Choice(List<Expression> options) implements Expression {}

    /// The same several times.
    ///
    /// @param most [#UNBOUNDED] for no limit
    record Repeat(Expression part, int least, int most) implements Expression {

        static final int UNBOUNDED = Integer.MAX_VALUE;
    }
}
