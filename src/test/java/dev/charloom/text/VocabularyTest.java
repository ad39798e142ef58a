package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

    private static final Vocabulary DIVERSE = Vocabulary.of('b', '\n', 'a', 'é', 0x1F600, 0x10FFFF, 0);

    @Test
    void idsAreTheGivenPlaces() {
        int[] codePoints = DIVERSE.codePoints();
        assertThat(DIVERSE.size()).isEqualTo(7);
        for (int id = 0; id < codePoints.length; id++) {
            assertThat(DIVERSE.idOf(codePoints[id])).isEqualTo(id);
            assertThat(DIVERSE.codePointOf(id)).isEqualTo(codePoints[id]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {'c', 0x1F601, 0x10FFFE, 0xD800, -1, 0x110000, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void whatItDoesNotHaveHasNoId(int codePoint) {
        assertThat(DIVERSE.idOf(codePoint)).isEqualTo(-1);
        assertThat(DIVERSE.contains(codePoint)).isFalse();
    }

    @Test
    void asciiIsNewlineToDelete() {
        assertThat(Vocabulary.ascii().size()).isEqualTo(118);
        assertThat(Vocabulary.ascii().newline()).isZero();
        assertThat(Vocabulary.ascii().codePointOf(117)).isEqualTo(127);
    }

    @Test
    void distinctCharactersAreSorted() {
        assertThat(Vocabulary.ofDistinct("banana 😀\n".codePoints()))
                .isEqualTo(Vocabulary.of('\n', ' ', 'a', 'b', 'n', 0x1F600));
    }

    @Test
    void newlineIsMinusOneWhereThereIsNone() {
        assertThat(Vocabulary.of('a').newline()).isEqualTo(-1);
        assertThat(DIVERSE.newline()).isEqualTo(1);
    }

    @Test
    void decodingGivesBackWhatWasEncoded() {
        String text = "ab\nbé😀" + Character.toString(0x10FFFF) + "\0a";
        int[] ids = DIVERSE.encode(text);
        assertThat(ids).containsExactly(2, 0, 1, 0, 3, 4, 5, 6, 2);
        assertThat(DIVERSE.decode(ids)).isEqualTo(text);
    }

    @Test
    void appendsOneCharacterAtATime() {
        var text = new StringBuilder("<");
        DIVERSE.append(4, text);
        DIVERSE.append(2, text);
        assertThat(text).hasToString("<😀a");
    }

    @Test
    void anUnknownCharacterIsNamedWithItsIndexInCharacters() {
        assertThatExceptionOfType(UnknownCharacter.class)
                .isThrownBy(() -> DIVERSE.encode("a😀aê"))
                .withMessageContaining("character 'ê' (U+00EA) at index 3")
                .satisfies(unknown -> assertThat(unknown.codePoint()).isEqualTo('ê'))
                .satisfies(unknown -> assertThat(unknown.index()).isEqualTo(3));
    }

    @Test
    void anUnknownCharacterOfSeveralTextsIsNamedWithItsText() {
        assertThat(DIVERSE.encode(List.of("a", "", "aé"))).hasSize(3);
        assertThatExceptionOfType(UnknownCharacter.class)
                .isThrownBy(() -> DIVERSE.encode(List.of("a", "", "a😀c")))
                .withMessageContaining("at index 2")
                .satisfies(unknown -> assertThat(unknown.text()).hasValue(2));
        assertThatExceptionOfType(UnknownCharacter.class)
                .isThrownBy(() -> DIVERSE.encode(List.of("c")))
                .satisfies(unknown -> assertThat(unknown.text()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0x07    | U+0007 (BEL)",
                "0x20    | U+0020 (SPACE)",
                "0x301   | U+0301 (COMBINING ACUTE ACCENT)",
                "0xFEFF  | U+FEFF (ZERO WIDTH NO-BREAK SPACE)",
                "0x2FE0  | U+2FE0 at"
            })
    void anInvisibleUnknownCharacterIsNamedInWords(int codePoint, String readable) {
        assertThat(new UnknownCharacter(codePoint, 0)).hasMessageContaining(readable);
    }

    @Test
    void anUnpairedSurrogateIsUnknown() {
        assertThatExceptionOfType(UnknownCharacter.class)
                .isThrownBy(() -> DIVERSE.encode("a\uD83D"))
                .withMessageContaining("U+D83D");
    }

    @Test
    void refusesDuplicatesAndWhatIsNoCharacter() {
        assertThatIllegalArgumentException().isThrownBy(Vocabulary::of);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vocabulary.of('a', 'b', 'a'))
                .withMessageContaining("U+0061");
        assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.of(0xD800));
        assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.of(0xDFFF));
        assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Vocabulary.of(0x110000));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, Integer.MAX_VALUE})
    void refusesIdsThatItDoesNotHave(int id) {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> DIVERSE.codePointOf(id));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> DIVERSE.decode(new int[] {id}));
    }

    @Test
    void whatTheCallerChangesDoesNotChangeIt() {
        int[] given = {'a', 'b'};
        var vocabulary = Vocabulary.of(given);
        given[0] = 'x';
        vocabulary.codePoints()[1] = 'y';
        assertThat(vocabulary.codePoints()).containsExactly('a', 'b');
    }

    @Test
    void vocabulariesAreEqualIfTheirIdsAre() {
        assertThat(Vocabulary.of('a', 'b'))
                .isEqualTo(Vocabulary.ofDistinct("abba".codePoints()))
                .hasSameHashCodeAs(Vocabulary.ofDistinct("abba".codePoints()))
                .isNotEqualTo(Vocabulary.of('b', 'a'))
                .hasToString("Vocabulary of 2 characters");
    }

    @Test
    void holdsEveryCharacterThereIs() {
        int[] all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
                .toArray();
        var vocabulary = Vocabulary.of(all);
        assertThat(IntStream.of(all).map(vocabulary::idOf).toArray())
                .isEqualTo(IntStream.range(0, all.length).toArray());
    }
}
