package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedFeatureTest {

    private static final boolean LINES = true;

    /// One digit for each character.
    private static String marked(CharacterFeature feature, String text, boolean lines) {
        var marks = new StringBuilder();
        for (float value : feature.of(text.codePoints().toArray(), lines)) {
            marks.append((int) value);
        }
        return marks.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "QUOTED          | a \"bc\" d     | 00111000",
                "QUOTED          | „a“ “b” «c»    | 11001100110",
                "QUOTED          | “a \"b\" c”    | 111111110",
                "QUOTED          | a ” b          | 00000",
                "BRACKETED       | a(b[c]d)e      | 011111100",
                "LINE_END        | ab/c/          | 00101",
                "BEFORE_LINE_END | ab//c/d        | 0100100",
                "WORD_START      | ab c, 1d       | 10010010",
                "WORD_END        | ab c, 1d       | 01010001",
                "WHITESPACE      | ab /c          | 00110",
                "CAPITAL         | aBÄ1           | 0110",
                "VOWEL           | aBE1           | 1010",
                "DIGIT           | a1²٣           | 0101",
                "PUNCTUATION     | a, b.1         | 010010",
                "LINE_POSITION   | ab/cde/f       | 01201230",
                "WORD_POSITION   | ab cde         | 012012",
            })
    void eachCharacterIsMarked(NamedFeature feature, String text, String marks) {
        assertThat(marked(feature, text.replace('/', '\n'), !LINES)).isEqualTo(marks);
    }

    @Test
    void aQuotationThatIsNotClosedEndsWithTheParagraphOrWithTheLineWhereEachIsATextOfItsOwn() {
        String text = "\"a\nb\n\nc";

        assertThat(marked(NamedFeature.QUOTED, text, !LINES)).isEqualTo("1111100");
        assertThat(marked(NamedFeature.QUOTED, text, LINES)).isEqualTo("1100000");
    }

    @Test
    void aClassMayBeAnyCharacters() {
        assertThat(marked(CharacterFeature.anyOf("xé🦖"), "x é🦕🦖x", !LINES)).isEqualTo("101011");
    }

    @Test
    void aCharacterBeyondTheFirstPlaneIsOne() {
        assertThat(marked(NamedFeature.LINE_POSITION, "🦖🦕\n𐐷a", !LINES)).isEqualTo("01201");
        assertThat(marked(NamedFeature.CAPITAL, "𐐀𐐨", !LINES)).isEqualTo("10");
    }
}
