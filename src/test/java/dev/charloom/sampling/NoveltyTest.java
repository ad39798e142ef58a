package dev.charloom.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.text.Corpus;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoveltyTest {

    private final SplittableRandom random = new SplittableRandom(4);

    private String randomText(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(8) == 0 ? 0x1F600 : 'a' + random.nextInt(26));
        }
        return text.toString();
    }

    private static Novelty of(String corpus, TextMode mode) {
        return Novelty.of(Corpus.of(corpus, Vocabulary.ofDistinct(corpus.codePoints())), mode);
    }

    @ParameterizedTest
    @EnumSource(TextMode.class)
    void everyLineAndEveryStretchOfTheCorpusIsRecognised(TextMode mode) {
        var corpus = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            corpus.append(randomText(1 + i * 2)).append('\n');
        }
        String text = corpus.toString();
        Novelty novelty = of(text, mode);

        assertThat(text.lines()).noneMatch(novelty::isNew);
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i + novelty.stretch() <= characters.length; i++) {
            String stretch = new String(characters, i, novelty.stretch());
            if (mode == TextMode.TEXT || !stretch.contains("\n")) {
                assertThat(novelty.isNew("Q" + stretch + "Q")).isFalse();
            }
        }
    }

    /// As they stand in the files of models that were published before.
    @ParameterizedTest
    @CsvSource({"'', 0", "anna, 376e61c9bc641dcb", "🦖 und mehr, 825aec952638e58"})
    void hashesOfLinesStayWhatTheyAre(String line, String hash) {
        assertThat(LineHash.of(line.codePoints().toArray())).isEqualTo(Long.parseLong(hash, 16));
    }

    @Test
    void whatIsShorterThanAStretchIsNewUnlessItIsALine() {
        Novelty novelty = of("anna\nhannah\n", TextMode.LINES);

        assertThat(novelty.isNew("ann")).isTrue();
        assertThat(novelty.isNew("hanna")).isTrue();
        assertThat(novelty.isNew("anna")).isFalse();
        assertThat(novelty.isNew("")).isTrue();
        assertThat(novelty.isNew("hannahannah")).isTrue();
    }

    @Test
    void newTextsAreTakenForOldOnesAtTheStatedRate() {
        String corpus = randomText(50_000);
        Novelty novelty = of(corpus, TextMode.TEXT);
        int taken = 0;
        int texts = 200_000;
        for (int i = 0; i < texts; i++) {
            taken += novelty.isNew(randomText(novelty.stretch())) ? 0 : 1;
        }

        assertThat(novelty.falsePositiveRate()).isLessThan(0.00101).isGreaterThan(0.0005);
        assertThat(taken / (double) texts).isCloseTo(novelty.falsePositiveRate(), within(5 * Math.sqrt(0.001 / texts)));
    }

    @Test
    void itIsReadAsItWasWrittenAndHasTheStatedSize() throws IOException {
        Novelty novelty = of("anna\n" + randomText(90) + "\n", TextMode.LINES);
        var out = new ByteArrayOutputStream();
        novelty.writeTo(out);
        byte[] content = out.toByteArray();

        assertThat(content).hasSize((int) novelty.size());
        Novelty read = Novelty.read(content);
        var again = new ByteArrayOutputStream();
        read.writeTo(again);
        assertThat(again.toByteArray()).isEqualTo(content);
        assertThat(read.isNew("anna")).isFalse();
        for (int length = 0; length < content.length; length += 7) {
            byte[] broken = Arrays.copyOf(content, length);
            assertThatThrownBy(() -> Novelty.read(broken)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
