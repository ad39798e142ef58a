package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a\nbc\nd", "a\nbc\nd\n", "\n\na\n\nbc\nd\n\n", "a\n \n\u00A0\t\nbc\n\u3000\nd\n ", "a\nbc\r\nd"
            })
    void findsTheLinesThatAreNotBlank(String text) {
        assertThat(lines(text)).isEqualTo(text.contains("\r") ? List.of("a", "bc\r", "d") : List.of("a", "bc", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " ", " \n\n\t"})
    void findsNoneWhereAllAreBlank(String text) {
        assertThat(lines(text)).isEmpty();
    }

    @Test
    void lengthsCountCharacters() {
        assertThat(lines(" 😀é \n😀")).containsExactly(" 😀é ", "😀");
    }

    @Test
    void needsANewlineInTheVocabulary() {
        var corpus = Corpus.of("a", Vocabulary.of('a'));
        assertThatIllegalArgumentException().isThrownBy(() -> Lines.of(corpus)).withMessageContaining("newline");
    }

    private static List<String> lines(String text) {
        var corpus = Corpus.of(text, Vocabulary.ofDistinct(("\n" + text).codePoints()));
        var lines = Lines.of(corpus);
        return IntStream.range(0, lines.size())
                .mapToObj(line -> {
                    int[] ids = new int[lines.length(line)];
                    corpus.copy(lines.start(line), lines.start(line) + ids.length, ids, 0);
                    return corpus.vocabulary().decode(ids);
                })
                .toList();
    }
}
