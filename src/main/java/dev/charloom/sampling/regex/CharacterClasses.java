package dev.charloom.sampling.regex;

import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads sets of characters: `[a-z_]`, `[^,]`, escaped characters, `\d \w \s` and their opposites (of ASCII), `\p{…}`
/// (Unicode properties by the names that [Pattern] knows), `\t \n \r \f`, and code points in hexadecimal: `\xHH`,
/// `\x{H…}`, or four digits after `\\u`.
///
/// Inside brackets, `[` and `&` have to be escaped: some dialects give them a meaning.
final class CharacterClasses {

    /// What a member of a class, or an escape outside of brackets, stands for.
    ///
    /// @param single the code point; −1 if it is a set
    private record Member(int single, IntPredicate set) {

        static Member of(int c) {
            return new Member(c, it -> it == c);
        }

        static Member of(IntPredicate set) {
            return new Member(-1, set);
        }
    }

    private final RegexInput in;

    CharacterClasses(RegexInput in) {
        this.in = in;
    }

    /// The set that the backslash to be read next begins, outside of brackets.
    IntPredicate escaped() {
        return member().set();
    }

    /// The set that the bracket to be read next begins.
    IntPredicate bracketed() {
        in.next();
        boolean negated = in.skip('^');
        if (in.peek() == ']') {
            throw in.reject("a class is empty at " + in.place());
        }
        IntPredicate set = range();
        while (!in.skip(']')) {
            set = set.or(range());
        }
        return negated ? set.negate() : set;
    }

    /// A member of a class, or a range from one to another.
    private IntPredicate range() {
        if (in.peek() == '[' || in.peek() == '&') {
            throw in.reject("within brackets, [ and & have to be escaped, at " + in.place());
        }
        Member from = member();
        if (in.peek() != '-') {
            return from.set();
        }
        in.next();
        if (in.peek() == ']') {
            return from.set().or(it -> it == '-');
        }
        Member to = member();
        if (from.single() < 0 || to.single() < from.single()) {
            throw in.reject("a range within brackets is not one, before " + in.place());
        }
        return it -> it >= from.single() && it <= to.single();
    }

    private Member member() {
        int c = in.next();
        return c == '\\' ? escape() : Member.of(c);
    }

    private Member escape() {
        int c = in.next();
        return switch (c) {
            case 'd' -> Member.of(CharacterClasses::isDigit);
            case 'D' -> Member.of(it -> !isDigit(it));
            case 'w' -> Member.of(CharacterClasses::isWord);
            case 'W' -> Member.of(it -> !isWord(it));
            case 's' -> Member.of(CharacterClasses::isSpace);
            case 'S' -> Member.of(it -> !isSpace(it));
            case 'p' -> Member.of(property());
            case 'P' -> Member.of(property().negate());
            case 't' -> Member.of('\t');
            case 'n' -> Member.of('\n');
            case 'r' -> Member.of('\r');
            case 'f' -> Member.of('\f');
            case 'x' -> Member.of(in.skip('{') ? hexadecimal(1, 6, true) : hexadecimal(2, 2, false));
            case 'u' -> Member.of(hexadecimal(4, 4, false));
            default -> literal(c);
        };
    }

    private Member literal(int c) {
        if (isWord(c) && c != '_') {
            throw in.reject("\\%s is not supported, before %s".formatted(Character.toString(c), in.place()));
        }
        return Member.of(c);
    }

    private int hexadecimal(int least, int most, boolean inBraces) {
        int value = 0;
        int digits = 0;
        while (digits < most && !in.atEnd() && Character.digit(in.peek(), 16) >= 0) {
            value = 16 * value + Character.digit(in.next(), 16);
            digits++;
        }
        if (digits < least || (inBraces && !in.skip('}')) || value > Character.MAX_CODE_POINT) {
            throw in.reject("a code point is not written in full before " + in.place());
        }
        return value;
    }

    private IntPredicate property() {
        var name = new StringBuilder();
        if (in.skip('{')) {
            while (!in.skip('}')) {
                name.appendCodePoint(in.next());
            }
        } else {
            name.appendCodePoint(in.next());
        }
        try {
            Pattern pattern = Pattern.compile("\\p{" + name + "}");
            return it -> pattern.matcher(Character.toString(it)).matches();
        } catch (PatternSyntaxException e) {
            throw in.reject("there is no property \\p{" + name + "}");
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(int c) {
        return c == '_' || isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
