package dev.charloom.sampling.regex;

import dev.charloom.sampling.regex.Expression.Choice;
import dev.charloom.sampling.regex.Expression.OneOf;
import dev.charloom.sampling.regex.Expression.Repeat;
import dev.charloom.sampling.regex.Expression.Sequence;
import java.util.ArrayList;
import java.util.List;

/// Takes a regular expression apart. What is read is what all dialects have in common and a finite automaton can do:
///
/// - characters, `.` (all but the newline), classes (see [CharacterClasses])
/// - `( )` and `(?: )`, `|`
/// - `?`, `*`, `+`, `{n}`, `{n,}`, `{n,m}`
/// - `^` at the very start and `$` at the very end, which say nothing new where the whole text has to match
///
/// Everything else is refused rather than read as something else: references back, looking around, lazy and possessive
/// quantifiers, flags, named groups, boundaries.
final class RegexParser {

    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_REPEATS = 1_000;

    private final RegexInput in;
    private final CharacterClasses classes;
    private int depth;

    private RegexParser(String regex) {
        this.in = new RegexInput(regex);
        this.classes = new CharacterClasses(in);
    }

    /// @throws RegexRejected if it is too long, is not well-formed or has something that is not supported
    static Expression parse(String regex) {
        var parser = new RegexParser(regex);
        if (parser.in.length() > MAX_LENGTH) {
            throw parser.in.reject("it has more than " + MAX_LENGTH + " characters");
        }
        parser.in.skip('^');
        Expression expression = parser.choice();
        if (!parser.in.atEnd()) {
            throw parser.in.unexpected();
        }
        return expression;
    }

    private Expression choice() {
        var options = new ArrayList<Expression>();
        do {
            options.add(sequence());
        } while (in.skip('|'));
        return options.size() == 1 ? options.getFirst() : new Choice(List.copyOf(options));
    }

    private Expression sequence() {
        var parts = new ArrayList<Expression>();
        while (!in.atEnd() && in.peek() != '|' && in.peek() != ')') {
            if (in.peek() == '$' && in.isLast()) {
                in.next();
            } else {
                parts.add(quantified(atom()));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
    }

    private Expression atom() {
        int c = in.peek();
        return switch (c) {
            case '(' -> group();
            case '[' -> new OneOf(classes.bracketed());
            case '\\' -> new OneOf(classes.escaped());
            case '*', '+', '?', '{' -> throw in.reject("there is nothing to repeat at " + in.place());
            case '^', '$' ->
                throw in.reject("%s is supported at the very start and end only, not at %s"
                        .formatted(Character.toString(c), in.place()));
            case '.' -> {
                in.next();
                yield new OneOf(it -> it != '\n');
            }
            default -> {
                in.next();
                yield new OneOf(it -> it == c);
            }
        };
    }

    private Expression group() {
        if (++depth > MAX_DEPTH) {
            throw in.reject("its groups nest deeper than " + MAX_DEPTH);
        }
        in.next();
        if (in.skip('?') && !in.skip(':')) {
            throw in.reject("of the groups that begin with (? only (?: is supported, at " + in.place());
        }
        Expression inner = choice();
        if (!in.skip(')')) {
            throw in.reject("a group is not closed");
        }
        depth--;
        return inner;
    }

    private Expression quantified(Expression part) {
        if (in.atEnd() || "?*+{".indexOf(in.peek()) < 0) {
            return part;
        }
        Expression repeated = switch (in.next()) {
            case '?' -> new Repeat(part, 0, 1);
            case '*' -> new Repeat(part, 0, Repeat.UNBOUNDED);
            case '+' -> new Repeat(part, 1, Repeat.UNBOUNDED);
            default -> counted(part);
        };
        if (!in.atEnd() && "?*+{".indexOf(in.peek()) >= 0) {
            throw in.reject("lazy, possessive and doubled quantifiers are not supported, at " + in.place());
        }
        return repeated;
    }

    private Expression counted(Expression part) {
        int least = count();
        int most = least;
        if (in.skip(',')) {
            most = !in.atEnd() && in.peek() == '}' ? Repeat.UNBOUNDED : count();
        }
        if (!in.skip('}')) {
            throw in.reject("a count in braces is not closed at " + in.place());
        }
        if (most < least) {
            throw in.reject("a count goes from %d down to %d".formatted(least, most));
        }
        return new Repeat(part, least, most);
    }

    private int count() {
        int value = 0;
        int digits = 0;
        while (!in.atEnd() && in.peek() >= '0' && in.peek() <= '9') {
            value = 10 * value + in.next() - '0';
            digits++;
            if (value > MAX_REPEATS) {
                throw in.reject("it repeats something more than " + MAX_REPEATS + " times");
            }
        }
        if (digits == 0) {
            throw in.reject("a number is missing at " + in.place());
        }
        return value;
    }
}
