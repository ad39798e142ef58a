package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.sampling.regex.RegexRejected;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What changes logits before a character is drawn, on a model whose logits are known: they never change.
class DecodingTest {

    private static final int TEXTS = 20_000;
    private static final Vocabulary CHARACTERS = Vocabulary.of('\n', 'a', 'b', 'c', 0x1F600);
    private static final float[] LOGITS = {-1, 1, 0.5f, -0.5f, 0.25f};
    private static final SamplingParams UNTOUCHED = SamplingParams.untruncated();

    private static List<WrittenText> write(
            TextMode mode, int[] prompt, int begun, int texts, int maxLength, Decoding decoding) {
        var writer = new TextWriter(FixedLogits.network(LOGITS), CHARACTERS, mode, new JavaBlas());
        return writer.write(
                new WritingTask(prompt, begun, texts, maxLength, decoding, List.of(), Search.draw(), null, 7));
    }

    private static List<WrittenText> write(TextMode mode, int texts, int maxLength, Decoding decoding) {
        return write(mode, new int[] {-1}, 0, texts, maxLength, decoding);
    }

    private static Decoding rules(CharacterRules rules) {
        return new Decoding(UNTOUCHED, Penalties.NONE, rules);
    }

    private static Decoding regex(String regex) {
        return rules(new CharacterRules(Map.of(), null, "", regex));
    }

    /// Tests the last characters of texts of the given length against the softmax of the given logits.
    private static void assertLastCharacter(Decoding decoding, int[] prompt, String before, double... expectedLogits) {
        long[] counts = new long[LOGITS.length];
        int length = before.codePointCount(0, before.length()) + 1;
        for (WrittenText text : write(TextMode.TEXT, prompt, 0, TEXTS, length, decoding)) {
            if (text.text().startsWith(before)) {
                counts[CHARACTERS.idOf(text.text().codePointBefore(text.text().length()))]++;
            }
        }
        assertThat(IntStream.range(0, counts.length).mapToLong(i -> counts[i]).sum())
                .isGreaterThan(500);
        double sum = 0;
        for (double logit : expectedLogits) {
            sum += Math.exp(logit);
        }
        double total = sum;
        ChiSquared.assertFits(
                counts,
                IntStream.range(0, expectedLogits.length)
                        .mapToDouble(i -> Math.exp(expectedLogits[i]) / total)
                        .toArray());
    }

    @Test
    void frequencyPenaltyCountsHowOftenACharacterWasWritten() {
        var decoding = new Decoding(UNTOUCHED, new Penalties(1, 0.75, 0), CharacterRules.NONE);

        assertLastCharacter(decoding, new int[] {1, 1, 1}, "", -1, 1, 0.5, -0.5, 0.25);
        assertLastCharacter(decoding, new int[] {1}, "aab", -1, 1 - 1.5, 0.5 - 0.75, -0.5, 0.25);
    }

    @Test
    void presencePenaltyCountsACharacterOnce() {
        var decoding = new Decoding(UNTOUCHED, new Penalties(1, 0, 0.75), CharacterRules.NONE);

        assertLastCharacter(decoding, new int[] {1}, "aab", -1, 1 - 0.75, 0.5 - 0.75, -0.5, 0.25);
        assertLastCharacter(
                new Decoding(UNTOUCHED, new Penalties(1, 0, -0.5), CharacterRules.NONE),
                new int[] {-1},
                "aa",
                -1,
                1.5,
                0.5,
                -0.5,
                0.25);
    }

    @Test
    void repetitionPenaltyAlsoCountsThePromptAndDividesOrMultipliesBySign() {
        var decoding = new Decoding(UNTOUCHED, new Penalties(2, 0, 0), CharacterRules.NONE);

        assertLastCharacter(decoding, new int[] {-1, 1, 3, 3}, "", -1, 0.5, 0.5, -1, 0.25);
        assertLastCharacter(decoding, new int[] {3}, "b", -1, 1, 0.25, -1, 0.25);
    }

    @Test
    void aBiasIsAddedToTheLogit() {
        var rules = new CharacterRules(Map.of((int) 'a', -2.0, 0x1F600, 1.0), null, "", null);

        assertLastCharacter(rules(rules), new int[] {-1}, "", -1, -1, 0.5, -0.5, 1.25);
    }

    @Test
    void otherCharactersThanTheAllowedAreNeverWritten() {
        double no = Double.NEGATIVE_INFINITY;
        assertLastCharacter(
                rules(new CharacterRules(Map.of(), "ac😀ß", "", null)), new int[] {-1}, "", no, 1, no, -0.5, 0.25);
        assertLastCharacter(
                rules(new CharacterRules(Map.of(), "ac😀", "c", null)), new int[] {-1}, "", no, 1, no, no, 0.25);
        assertLastCharacter(
                rules(new CharacterRules(Map.of(), null, "a\nß", null)), new int[] {-1}, "", no, no, 0.5, -0.5, 0.25);
    }

    @Test
    void theNewlineEndsALineAlsoWhereItIsNotAmongTheAllowedButNotWhereItIsBanned() {
        var allowed = write(TextMode.LINES, 300, 20, rules(new CharacterRules(Map.of(), "a", "", null)));
        var banned = write(TextMode.LINES, 300, 20, rules(new CharacterRules(Map.of(), null, "\n", null)));

        assertThat(allowed).allSatisfy(text -> assertThat(text.text()).matches("a*"));
        assertThat(allowed).anyMatch(WrittenText::ended);
        assertThat(banned).allSatisfy(text -> assertThat(text.characters()).isEqualTo(20));
    }

    /// Penalties, bias, masks, temperature, topK: in another order, other characters would be left.
    @Test
    void effectsApplyInTheirOrder() {
        double no = Double.NEGATIVE_INFINITY;
        var penalty = new Penalties(2, 0, 0);
        var biased = new CharacterRules(Map.of((int) 'a', -3.0, (int) 'c', 3.0), null, "b", null);

        // a: 1 / 2 − 3 = −2.5 (with the bias first it would be −2 × 2 = −4), c: −0.5 × 2 + 3 = 2
        assertLastCharacter(new Decoding(UNTOUCHED, penalty, biased), new int[] {1, 3}, "", -1, -2.5, no, 2, 0.25);
        // the banned b does not count among the best two
        assertLastCharacter(
                new Decoding(new SamplingParams(0.5, 1, 2, null), Penalties.NONE, biased),
                new int[] {-1},
                "",
                no,
                no,
                no,
                2 * 2.5,
                2 * 0.25);
    }

    @Test
    void atTemperatureZeroTheMostProbableIsTakenAfterAllOtherEffects() {
        var greedy = new Decoding(
                SamplingParams.greedy(),
                new Penalties(1, 0.4, 0),
                new CharacterRules(Map.of((int) 'c', 1.0), null, "\n", null));

        assertThat(write(TextMode.TEXT, 3, 5, greedy))
                .extracting(WrittenText::text)
                .containsOnly("aabc😀");
    }

    @ParameterizedTest
    @EnumSource(TextMode.class)
    void everyTextMatchesTheRegularExpressionInFull(TextMode mode) {
        for (String regex : List.of("a*b", "(a|b){3,5}c?", "[^a]{2}(😀|ab)+", "a?", ".{7}", "c+(aa)*")) {
            Pattern pattern = Pattern.compile(regex);
            for (int maxLength : new int[] {7, 8, 12}) {
                assertThat(write(mode, 200, maxLength, regex(regex))).allSatisfy(text -> {
                    assertThat(text.text()).matches(pattern);
                    assertThat(text.characters()).isLessThanOrEqualTo(maxLength);
                });
            }
        }
    }

    @Test
    void aTextThatNoCharacterCanFollowHasEnded() {
        assertThat(write(TextMode.TEXT, 100, 9, regex("ab|ac"))).allMatch(WrittenText::ended);
        assertThat(write(TextMode.TEXT, 100, 2, regex("ab|ac")))
                .as("complete, and as long as allowed")
                .allSatisfy(text -> assertThat(text.text()).hasSize(2));
        assertThat(write(TextMode.TEXT, 1, 9, regex("")).getFirst().text()).isEmpty();
    }

    @Test
    void whatMatchesIsDrawnAsProbableAsItsCharactersAre() {
        double no = Double.NEGATIVE_INFINITY;
        assertLastCharacter(regex("[ab][bc]x?"), new int[] {-1}, "a", no, no, 0.5, -0.5, no);
    }

    @Test
    void theRegularExpressionCoversWhatATextStartsWith() {
        List<WrittenText> written = write(TextMode.LINES, new int[] {-1, 1, 2}, 2, 100, 5, regex("ab(c|😀)+"));

        assertThat(written).allSatisfy(text -> assertThat("ab" + text.text()).matches("ab(c|😀)+"));
        assertThatThrownBy(() -> write(TextMode.LINES, new int[] {-1, 2, 2}, 2, 1, 5, regex("ab(c|😀)+")))
                .isInstanceOf(RegexRejected.class);
    }

    @ParameterizedTest
    @CsvSource({"a{9}", "xyz", "(a", "\\n"})
    void aRegularExpressionWithoutAMatchIsRefused(String regex) {
        assertThatThrownBy(() -> write(TextMode.LINES, 1, 8, regex(regex))).isInstanceOf(RegexRejected.class);
    }

    @Test
    void rulesThatTheModelCannotFollowAreRefused() {
        for (CharacterRules rules : List.of(
                new CharacterRules(Map.of(), null, "\nabc😀", null),
                new CharacterRules(Map.of(), "xyz", "", null),
                new CharacterRules(Map.of(), "a", "a\n", null),
                new CharacterRules(Map.of((int) 'x', 1.0), null, "", null),
                new CharacterRules(Map.of(), null, "\n", "a+"))) {
            assertThatThrownBy(() -> write(TextMode.LINES, 1, 8, rules(rules)))
                    .as("%s", rules)
                    .isInstanceOf(InvalidSamplingParams.class);
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Penalties(0, 2.1, Double.NaN))
                .isInstanceOfSatisfying(
                        InvalidSamplingParams.class,
                        it -> assertThat(it.violations()).hasSize(3));
        assertThatThrownBy(() -> new CharacterRules(Map.of(97, 100.5), null, "", null))
                .isInstanceOf(InvalidSamplingParams.class);
    }
}
