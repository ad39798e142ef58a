package dev.charloom.sampling.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The oracle is [Pattern], which searches with backtracking.
class AutomatonTest {

    private static final int[] CHARACTERS = {'\n', 'a', 'b', 'c', '1', '-', ' ', 0x1F600, 'É'};

    private static Automaton compile(String regex) {
        return Automaton.compile(regex, CHARACTERS, all());
    }

    private static BitSet all() {
        var all = new BitSet();
        all.set(0, CHARACTERS.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "",
                "abc",
                "a|b|",
                "(ab)+",
                "(?:a|b)*c?",
                "a{2}",
                "a{1,3}b",
                "a{2,}",
                "[ab]+1",
                "[^a]",
                "[a-c-]*",
                "\\d+",
                "\\w*",
                "\\S\\s?",
                "\\p{L}+",
                "\\P{Lu}",
                ".+",
                "(a*)*b",
                "(a|ab)(c|bc)*",
                "((a?){3}){2}",
                "\\x61\\u0062",
                "[\\x{1F600}b]+",
                "^a(b|c)$",
                "\\-|\\.",
                "(|a)+b",
                "[\\w-]+",
                "\uD83D\uDE00{2}",
                "\\pL.",
            })
    void itMatchesWhatPatternMatches(String regex) {
        Automaton automaton = compile(regex);
        Pattern oracle = Pattern.compile(regex);

        for (List<Integer> ids : textsUpTo(4)) {
            assertThat(matches(automaton, ids))
                    .as("%s on %s", regex, text(ids))
                    .isEqualTo(oracle.matcher(text(ids)).matches());
        }
    }

    @Test
    void randomExpressionsMatchWhatPatternMatches() {
        var random = new SplittableRandom(3);
        List<List<Integer>> texts = textsUpTo(3);
        for (int trial = 0; trial < 150; trial++) {
            String regex = randomExpression(random, 4);
            Pattern oracle = Pattern.compile(regex);
            Automaton automaton = compile(regex);
            for (List<Integer> ids : texts) {
                assertThat(matches(automaton, ids))
                        .as("%s on %s", regex, text(ids))
                        .isEqualTo(oracle.matcher(text(ids)).matches());
            }
        }
    }

    private static String randomExpression(SplittableRandom random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(6)) {
            case 0 -> new String[] {"a", "b", "[ab]", ".", "[^a1]"}[random.nextInt(5)];
            case 1 -> "(" + randomExpression(random, depth - 1) + ")*";
            case 2 -> "(?:" + randomExpression(random, depth - 1) + "){1,2}";
            case 3 -> "(" + randomExpression(random, depth - 1) + "|" + randomExpression(random, depth - 1) + ")";
            default -> randomExpression(random, depth - 1) + randomExpression(random, depth - 1);
        };
    }

    @Test
    void theDistanceIsThatOfTheNearestMatch() {
        Automaton automaton = compile("ab(c|1{4})(a|bbb)?");

        int state = Automaton.START;
        assertThat(automaton.distance(state)).isEqualTo(3);
        state = automaton.next(state, 1);
        state = automaton.next(state, 2);
        assertThat(automaton.distance(state)).isEqualTo(1);
        assertThat(automaton.distance(automaton.next(state, 4))).isEqualTo(3);
        assertThat(automaton.accepts(automaton.next(state, 3))).isTrue();
        assertThat(automaton.next(state, 5)).isEqualTo(Automaton.DEAD);
    }

    @Test
    void whatCannotBeWrittenIsNoWayOn() {
        var usable = all();
        usable.clear(3);
        Automaton automaton = Automaton.compile("a(bc|b1)", CHARACTERS, usable);

        int afterB = automaton.next(automaton.next(Automaton.START, 1), 2);
        assertThat(automaton.next(afterB, 3)).isEqualTo(Automaton.DEAD);
        assertThat(automaton.accepts(automaton.next(afterB, 4))).isTrue();
        assertThatThrownBy(() -> Automaton.compile("abc", CHARACTERS, usable))
                .isInstanceOf(RegexRejected.class)
                .hasMessageContaining("no text");
        assertThatThrownBy(() -> compile("xyz")).isInstanceOf(RegexRejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a",
                "a)",
                "[a",
                "[]",
                "a**",
                "a*?",
                "a+?",
                "a*+",
                "*a",
                "{2}",
                "a{2",
                "a{3,1}",
                "a{,2}",
                "a{1001}",
                "\\1",
                "\\b",
                "\\B",
                "\\A",
                "\\Q",
                "\\",
                "(?=a)",
                "(?!a)",
                "(?<=a)",
                "(?<n>a)",
                "(?i)a",
                "(?>a)",
                "a^",
                "$a",
                "\\p{Nonsense}",
                "\\x1",
                "\\u12",
                "\\x{110000}",
                "[z-a]",
                "[a-\\d]",
                "[[:alpha:]]",
                "[a&&b]",
                "\\k<n>",
                "a|*",
            })
    void whatIsNotSupportedIsRefused(String regex) {
        assertThatThrownBy(() -> compile(regex)).isInstanceOf(RegexRejected.class);
    }

    /// Each of them would take a backtracking matcher, or an unlimited automaton, for ever.
    @ParameterizedTest
    @CsvSource({
        "'(a|b)*a(a|b){14}'",
        "'((a{1000}){1000}){1000}'",
        "'.*a.{14}'",
        "'((((a?){9}){9}){9}){9}'",
    })
    void whatIsTooLargeIsRefused(String regex) {
        assertThatThrownBy(() -> compile(regex))
                .isInstanceOf(RegexRejected.class)
                .hasMessageContaining("too large");
    }

    @Test
    void whatTakesABacktrackingMatcherForEverIsNoProblem() {
        Automaton automaton = compile("(a*)*(a|aa)*b");

        int state = Automaton.START;
        for (int i = 0; i < 100_000; i++) {
            state = automaton.next(state, 1);
        }
        assertThat(automaton.accepts(automaton.next(state, 2))).isTrue();
        assertThat(automaton.size()).isLessThan(10);
    }

    /// None of them adds a part when it is written out, so that a limit on parts alone would let it repeat for hours.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((){1000}){1000}){1000}){1000}",
                "(((((a{0}){1000}){1000}){1000}){1000})*",
                "((((()(a{0}){1000}){1000}){1000}){1000}){1000}",
            })
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatReadsNothingIsNotRepeated(String regex) {
        Automaton automaton = compile(regex);

        assertThat(matches(automaton, List.of())).isTrue();
        assertThat(matches(automaton, List.of(1))).isFalse();
    }

    @Test
    void aSetIsAskedOnceForACharacterHoweverOftenItIsRepeated() {
        int[] characters = IntStream.range('a', 'a' + 50_000).toArray();
        var usable = new BitSet();
        usable.set(0, characters.length);

        Automaton automaton = Automaton.compile("(\\p{L}|\\p{N}){1,700}", characters, usable);

        assertThat(automaton.accepts(automaton.next(Automaton.START, 0))).isTrue();
        assertThat(automaton.next(Automaton.START, '|' - 'a')).isEqualTo(Automaton.DEAD);
    }

    @Test
    void groupsDoNotNestWithoutEnd() {
        String deep = "(".repeat(400) + "a" + ")".repeat(400);
        assertThatThrownBy(() -> compile(deep)).isInstanceOf(RegexRejected.class);
    }

    private static boolean matches(Automaton automaton, List<Integer> ids) {
        int state = Automaton.START;
        for (int id : ids) {
            state = automaton.next(state, id);
            if (state == Automaton.DEAD) {
                return false;
            }
        }
        return automaton.accepts(state);
    }

    private static List<List<Integer>> textsUpTo(int length) {
        var texts = new ArrayList<List<Integer>>();
        texts.add(List.of());
        for (int from = 0, round = 0; round < length; round++) {
            int to = texts.size();
            for (int i = from; i < to; i++) {
                for (int id = 0; id < CHARACTERS.length; id++) {
                    var longer = new ArrayList<>(texts.get(i));
                    longer.add(id);
                    texts.add(longer);
                }
            }
            from = to;
        }
        return texts;
    }

    private static String text(List<Integer> ids) {
        var text = new StringBuilder();
        ids.forEach(id -> text.appendCodePoint(CHARACTERS[id]));
        return text.toString();
    }
}
