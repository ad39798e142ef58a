package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusStatisticsTest {

    @TempDir
    private Path directory;

    @Test
    void countsWhatACorpusIsMadeOf() throws IOException {
        var statistics = statistics("\n\nOne,\n two \n\t\u00A0\nthree 😀\n\n");
        assertThat(statistics.characters()).isEqualTo(25);
        assertThat(statistics.lines()).isEqualTo(3);
        assertThat(statistics.blankLines()).isEqualTo(4);
        assertThat(statistics.paragraphs()).isEqualTo(2);
        assertThat(statistics.indentedLines()).isEqualTo(1);
        assertThat(statistics.openLines()).isEqualTo(1);
        assertThat(statistics.lineLengths().shortest()).isEqualTo(4);
        assertThat(statistics.lineLengths().mean()).isEqualTo(16 / 3.0, within(1e-12));
        assertThat(statistics.lineLengths().longest()).isEqualTo(7);
    }

    @Test
    void countsEachCharacter() throws IOException {
        var statistics = statistics("banana 😀");
        assertThat(statistics.distinctCharacters()).isEqualTo(5);
        assertThat(statistics.characterCounts())
                .containsExactly(
                        new CharacterCount(' ', 1),
                        new CharacterCount('a', 3),
                        new CharacterCount('b', 1),
                        new CharacterCount('n', 2),
                        new CharacterCount(0x1F600, 1));
    }

    @Test
    void aNewlineAtTheEndBeginsNoFurtherLine() throws IOException {
        assertThat(statistics("a\nb")).extracting("lines", "blankLines").containsExactly(2L, 0L);
        assertThat(statistics("a\nb\n")).extracting("lines", "blankLines").containsExactly(2L, 0L);
        assertThat(statistics("a\nb\n\n")).extracting("lines", "blankLines").containsExactly(2L, 1L);
        assertThat(statistics("a\nb\n ")).extracting("lines", "blankLines").containsExactly(2L, 1L);
    }

    @Test
    void theHistogramHasABucketForEachShortLength() throws IOException {
        assertThat(statistics("a\nbbb\nb\n").lineLengths().histogram())
                .containsExactly(
                        new LineLengths.Bucket(1, 1, 2),
                        new LineLengths.Bucket(2, 2, 0),
                        new LineLengths.Bucket(3, 3, 1));
    }

    @Test
    void theBucketsOfTheHistogramWidenWithTheLength() {
        var tally = new LineLengthTally();
        for (int length = 1; length <= 5000; length++) {
            tally.add(length);
        }
        var histogram = tally.result().histogram();
        assertThat(histogram)
                .contains(
                        new LineLengths.Bucket(16, 16, 1),
                        new LineLengths.Bucket(17, 20, 4),
                        new LineLengths.Bucket(61, 64, 4),
                        new LineLengths.Bucket(65, 80, 16),
                        new LineLengths.Bucket(241, 256, 16),
                        new LineLengths.Bucket(257, 320, 64));
        for (int i = 1; i < histogram.size(); i++) {
            assertThat(histogram.get(i).from()).isEqualTo(histogram.get(i - 1).to() + 1);
        }
        assertThat(histogram.subList(0, histogram.size() - 1))
                .allSatisfy(bucket -> assertThat(bucket.lines()).isEqualTo(bucket.to() - bucket.from() + 1));
    }

    @Test
    void theLongestLineOfAllHasABucket() {
        var tally = new LineLengthTally();
        tally.add(Integer.MAX_VALUE);
        assertThat(tally.result().histogram())
                .singleElement()
                .satisfies(bucket -> assertThat((long) Integer.MAX_VALUE).isBetween(bucket.from(), bucket.to()));
    }

    @Test
    void linesAreMeasuredAcrossTheBlocksTheyAreReadIn() throws IOException {
        String text = ("é".repeat(50_000) + "\n").repeat(5) + "\n" + " ".repeat(70_000) + "x,";
        var statistics = statistics(text);
        assertThat(statistics.lines()).isEqualTo(6);
        assertThat(statistics.blankLines()).isEqualTo(1);
        assertThat(statistics.indentedLines()).isEqualTo(1);
        assertThat(statistics.openLines()).isEqualTo(1);
        assertThat(statistics.lineLengths().shortest()).isEqualTo(50_000);
        assertThat(statistics.lineLengths().longest()).isEqualTo(70_002);
    }

    @Test
    void theVocabularyHasTheCharactersOfTheCorpus() throws IOException {
        assertThat(statistics("cab\n").vocabulary(TextMode.TEXT)).isEqualTo(Vocabulary.of('\n', 'a', 'b', 'c'));
        assertThat(statistics("cab").vocabulary(TextMode.TEXT)).isEqualTo(Vocabulary.of('a', 'b', 'c'));
    }

    @Test
    void theVocabularyOfLinesAlwaysHasTheNewlineThatEndsThem() throws IOException {
        assertThat(statistics("cab").vocabulary(TextMode.LINES)).isEqualTo(Vocabulary.of('\n', 'a', 'b', 'c'));
    }

    @Test
    void refusesAFileWhoseBytesHaveChanged() throws IOException {
        CorpusFile file = new CorpusIngest(100).store("text", directory.resolve("corpus"));
        Files.writeString(file.path(), "next");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> CorpusStatistics.of(file));
        Files.write(file.path(), new byte[] {'t', 'e', 'x', (byte) 0xFF});
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> CorpusStatistics.of(file));
    }

    private CorpusStatistics statistics(String text) throws IOException {
        Path path = directory.resolve("corpus");
        Files.deleteIfExists(path);
        return CorpusStatistics.of(new CorpusIngest(1 << 20).store(text, path));
    }
}
