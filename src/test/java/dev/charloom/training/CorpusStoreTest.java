package dev.charloom.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.storage.DiskQuota;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextRejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusStoreTest {

    @TempDir
    Path directory;

    private Path corpora;
    private CorpusStore store;

    @BeforeEach
    void open() throws IOException {
        corpora = directory.resolve("data/corpora");
        store = new CorpusStore(corpora, 1000, new DiskQuota(corpora, 0));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (var paths = Files.list(corpora)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aCorpusIsKeptNormalisedUnderItsHash() throws IOException {
        CorpusFile file = store.store(bytes("\uFEFFone\r\ntwö\n"));

        assertThat(file.path()).isEqualTo(store.pathOf(file.sha256())).hasContent("one\ntwö\n");
        assertThat(file.characters()).isEqualTo(8);
        assertThat(file.bytes()).isEqualTo(9);
        assertThat(names()).containsExactly(file.sha256() + ".txt");
    }

    @Test
    void theSameTextIsKeptOnceHoweverItComes() throws IOException {
        CorpusFile first = store.store(bytes("one\r\ntwo"));

        assertThat(store.store("one\ntwo")).isEqualTo(first);
        assertThat(names()).hasSize(1);
    }

    @Test
    void nothingIsLeftOfWhatIsRefused() throws IOException {
        for (String refused : List.of("", " \n\t", "x".repeat(1001))) {
            assertThatExceptionOfType(TextRejected.class).isThrownBy(() -> store.store(bytes(refused)));
            assertThatExceptionOfType(TextRejected.class).isThrownBy(() -> store.store(refused));
        }
        assertThatExceptionOfType(TextRejected.class)
                .isThrownBy(() -> store.store(new ByteArrayInputStream(new byte[] {'a', (byte) 0xFF})));
        assertThat(names()).isEmpty();
    }

    @Test
    void nothingIsLeftOfACorpusWhoseSenderGoesAway() throws IOException {
        var broken = new InputStream() {
            private int left = 10;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("connection reset");
                }
                left--;
                return 'a';
            }
        };

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.store(broken));

        assertThat(names()).isEmpty();
    }

    @Test
    void aCorpusIsKeptForAsLongAsSomethingHoldsOrRefersToIt() throws IOException {
        CorpusFile file = store.store("one");
        store.store("one");

        store.release(file.sha256(), hash -> false);
        assertThat(file.path()).as("held by the second").exists();
        store.deleteUnless(file.sha256(), hash -> false);
        assertThat(file.path()).as("still held by the second").exists();
        store.release(file.sha256(), file.sha256()::equals);
        assertThat(file.path()).as("a job refers to it").exists();
        store.deleteUnless(file.sha256(), hash -> false);
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void releasingACorpusThatIsGoneIsNoError() throws IOException {
        CorpusFile file = store.store("one");
        Files.delete(file.path());

        store.release(file.sha256(), hash -> false);

        assertThat(names()).isEmpty();
    }

    @Test
    void atTheStartEverythingOfOursGoesThatNoJobRefersTo() throws IOException {
        CorpusFile kept = store.store("one");
        store.store("two");
        Files.writeString(corpora.resolve(".pending-1"), "half");
        Files.writeString(corpora.resolve("README.txt"), "junk");
        Files.createDirectory(corpora.resolve("backup"));

        new CorpusStore(corpora, 1000, new DiskQuota(corpora, 0)).keepOnly(List.of(kept.sha256()));

        assertThat(names()).containsExactlyInAnyOrder(kept.sha256() + ".txt", "README.txt", "backup");
    }
}
