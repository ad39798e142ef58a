package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 300, 65_535, 65_536, 65_537, 70_000})
    void holdsIdsOfVocabulariesOfEverySize(int size) throws IOException {
        var vocabulary = Vocabulary.of(IntStream.range(0x10000, 0x10000 + size).toArray());
        var random = RandomStream.of(size, Purpose.SAMPLE, 0);
        int[] ids = IntStream.generate(() -> random.nextInt(size)).limit(30_000).toArray();
        ids[0] = size - 1;
        var corpus = Corpus.load(store(vocabulary.decode(ids)), vocabulary);
        assertThat(corpus.length()).isEqualTo(ids.length);
        assertThat(IntStream.range(0, ids.length).map(corpus::idAt).toArray()).isEqualTo(ids);
        int[] copy = new int[ids.length + 10];
        corpus.copy(0, ids.length, copy, 5);
        assertThat(IntStream.of(copy).skip(5).limit(ids.length).toArray()).isEqualTo(ids);
    }

    @Test
    void storesAnIdInAsFewBytesAsTheVocabularyAllows() {
        assertThat(CompactIds.ofLength(1, 1)).isInstanceOf(CompactIds.Bytes.class);
        assertThat(CompactIds.ofLength(1, 256)).isInstanceOf(CompactIds.Bytes.class);
        assertThat(CompactIds.ofLength(1, 257)).isInstanceOf(CompactIds.Chars.class);
        assertThat(CompactIds.ofLength(1, 65_536)).isInstanceOf(CompactIds.Chars.class);
        assertThat(CompactIds.ofLength(1, 65_537)).isInstanceOf(CompactIds.Ints.class);
    }

    @Test
    void isTheSameFromAFileAsFromAText() throws IOException {
        String text = "héllo 😀\n".repeat(10_000);
        var vocabulary = Vocabulary.ofDistinct(text.codePoints());
        assertThat(text(Corpus.load(store(text), vocabulary)))
                .isEqualTo(text(Corpus.of(text, vocabulary)))
                .isEqualTo(text);
    }

    @Test
    void copiesAPart() {
        var corpus = Corpus.of("abcdef", Vocabulary.of('a', 'b', 'c', 'd', 'e', 'f'));
        int[] out = {9, 9, 9, 9};
        corpus.copy(2, 4, out, 1);
        assertThat(out).containsExactly(9, 2, 3, 9);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> corpus.copy(5, 7, out, 0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> corpus.copy(0, 4, out, 1));
    }

    @Test
    void namesAnUnknownCharacterAndItsIndex() throws IOException {
        CorpusFile file = store("é".repeat(100_000) + "😀x");
        assertThatExceptionOfType(UnknownCharacter.class)
                .isThrownBy(() -> Corpus.load(file, Vocabulary.of('é', 0x1F600)))
                .withMessageContaining("'x' (U+0078) at index 100001")
                .satisfies(unknown -> assertThat(unknown.index()).isEqualTo(100_001));
    }

    @Test
    void refusesAFileThatHasChanged() throws IOException {
        CorpusFile file = store("abc");
        for (String other : new String[] {"cba", "ab", "abcc", ""}) {
            Files.writeString(file.path(), other);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> Corpus.load(file, Vocabulary.of('a', 'b', 'c')));
        }
    }

    @Test
    void refusesMoreCharactersThanAnArrayHolds() {
        var huge = new CorpusFile(directory.resolve("none"), "", 1L << 32, 1L << 32);
        assertThatExceptionOfType(CorpusTooLarge.class).isThrownBy(() -> Corpus.load(huge, Vocabulary.ascii()));
    }

    private CorpusFile store(String text) throws IOException {
        return new CorpusIngest(1 << 20).store(text, directory.resolve("corpus"));
    }

    private static String text(Corpus corpus) {
        int[] ids = new int[corpus.length()];
        corpus.copy(0, ids.length, ids, 0);
        return corpus.vocabulary().decode(ids);
    }
}
