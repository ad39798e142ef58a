package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.text.Corpus;
import dev.charloom.text.Vocabulary;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private static Corpus corpus(String text) {
        return Corpus.of(
                text, Vocabulary.of(text.codePoints().distinct().sorted().toArray()));
    }

    @Test
    void linesOfTheCorpusAreCountedAmongTheLinesOfTheTexts() {
        Corpus corpus = corpus("anna\notto\nbob");

        Copies copies = Copies.of(List.of("anna\nbob", "ottilie\n\nann", "otto"), corpus);

        assertThat(copies.lines()).isEqualTo(3.0 / 5);
        assertThat(copies.longest()).isEqualTo("anna\n");
    }

    @Test
    void theLongestStretchIsFoundWhereverItStands() {
        String text = "It was the best of times, it was the worst of times, it was the age of 🦖 and wisdom.";

        assertThat(Copies.of(List.of("xx worst of times, it was thy"), corpus(text))
                        .longest())
                .isEqualTo(" worst of times, it was th");
        assertThat(Copies.of(List.of("age of 🦖 an"), corpus(text)).longest()).isEqualTo("age of 🦖 an");
        assertThat(Copies.of(List.of(text), corpus(text)).longest()).isEqualTo(text);
        assertThat(Copies.of(List.of("XYZ", ""), corpus(text)).longest()).isEmpty();
        assertThat(Copies.of(List.of(), corpus(text))).isEqualTo(new Copies(0, 0, ""));
    }

    @Test
    void stretchesAreThoseOfTwentyCharacters() {
        String text = "abcdefghijklmnopqrstuvwxyz";

        Copies copies = Copies.of(List.of("abcdefghijklmnopqrstuXX", "short"), corpus(text));

        assertThat(copies.stretches()).isEqualTo(2.0 / 4);
    }

    /// Against looking for every stretch in the text.
    @Test
    void randomTextsGiveWhatLookingThemUpGives() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 50; round++) {
            String text = random(random, 500);
            List<String> written = List.of(random(random, 60), random(random, 90));
            Copies copies = Copies.of(written, corpus(text));
            assertThat(copies.longest()).hasSize(longest(written, text));
            assertThat(text).contains(copies.longest());
            assertThat(written).anyMatch(it -> it.contains(copies.longest()));
        }
    }

    private static int longest(List<String> written, String text) {
        int longest = 0;
        for (String it : written) {
            for (int from = 0; from < it.length(); from++) {
                for (int to = from + longest + 1; to <= it.length() && text.contains(it.substring(from, to)); to++) {
                    longest = to - from;
                }
            }
        }
        return longest;
    }

    private static String random(SplittableRandom random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab\n".charAt(random.nextInt(3)));
        }
        return text.toString();
    }
}
