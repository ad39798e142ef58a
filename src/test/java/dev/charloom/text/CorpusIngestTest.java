package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusIngestTest {

    @TempDir
    private Path directory;

    private Path target;

    @BeforeEach
    void chooseTarget() {
        target = directory.resolve("corpus.txt");
    }

    @Test
    void storesTheNormalisedTextAndSaysWhatItStored() throws IOException {
        CorpusFile file = new CorpusIngest(100).store(stream("\uFEFFabé😀\r\n"), target);
        assertThat(target).hasContent("abé😀\n");
        // printf 'abé😀\n' | sha256sum
        assertThat(file)
                .isEqualTo(new CorpusFile(
                        target, "fe193e61045364da4ed20e5fccc8c6e7596a31650f2f4cafe67db31208da9f90", 9, 5));
    }

    @Test
    void aStringIsStoredAsAStreamOfItsBytesIs() throws IOException {
        String text = "\uFEFFabé😀\r\n".repeat(20_000);
        CorpusFile streamed = new CorpusIngest(1 << 20).store(stream(text), target);
        CorpusFile given = new CorpusIngest(1 << 20).store(text, directory.resolve("given.txt"));
        assertThat(given.sha256()).isEqualTo(streamed.sha256());
        assertThat(given.characters()).isEqualTo(streamed.characters()).isEqualTo(20_000 * 6 - 1);
        assertThat(given.path()).hasSameBinaryContentAs(target);
    }

    @Test
    void acceptsAsManyBytesAsTheLimitAndNoMore() throws IOException {
        assertThat(new CorpusIngest(4).store("é\r\n", target).bytes()).isEqualTo(3);
        assertThatExceptionOfType(CorpusTooLarge.class)
                .isThrownBy(() -> new CorpusIngest(3).store("é\r\n", directory.resolve("other.txt")))
                .withMessageContaining("3 bytes")
                .satisfies(refused -> assertThat(refused.limit()).isEqualTo(3));
    }

    @Test
    void stopsReadingSoonAfterTheLimit() {
        var endless = new InputStream() {
            private long read;

            @Override
            public int read() {
                read++;
                return 'a';
            }

            @Override
            public int read(byte[] out, int from, int count) {
                Arrays.fill(out, from, from + count, (byte) 'a');
                read += count;
                return count;
            }
        };
        assertThatExceptionOfType(CorpusTooLarge.class)
                .isThrownBy(() -> new CorpusIngest(1000, 64).store(endless, target));
        assertThat(endless.read).isLessThan(1100);
    }

    @Test
    void saysOfTextInAnotherEncodingWhereItCeasedToBeUtf8AndWhatToDo() {
        assertThatExceptionOfType(InvalidUtf8.class)
                .isThrownBy(() -> new CorpusIngest(100).store(bytes('k', 0xF6, 'l', 'n'), target))
                .withMessageContaining("offset 1 (0xF6)")
                .withMessageContaining("Windows-1252");
    }

    @Test
    void leavesNoFileWhereItRefuses() {
        var ingest = new CorpusIngest(6);
        assertThatExceptionOfType(InvalidUtf8.class).isThrownBy(() -> ingest.store(bytes('a', 0xFF), target));
        assertThat(directory).isEmptyDirectory();
        assertThatExceptionOfType(EmptyCorpus.class).isThrownBy(() -> ingest.store(" \n", target));
        assertThat(directory).isEmptyDirectory();
        assertThatExceptionOfType(CorpusTooLarge.class).isThrownBy(() -> ingest.store("seven c", target));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void leavesNoFileWhereTheSourceBreaksOff() {
        var broken = new InputStream() {
            private int left = 1000;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("connection reset");
                }
                return 'a';
            }

            @Override
            public int read(byte[] out, int from, int count) throws IOException {
                out[from] = (byte) read();
                return 1;
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> new CorpusIngest(1 << 20, 64).store(broken, target))
                .withMessage("connection reset");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void doesNotTouchAFileThatIsThere() throws IOException {
        Files.writeString(target, "precious");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> new CorpusIngest(100).store("abc", target));
        assertThat(target).hasContent("precious");
    }

    @Test
    void refusesALimitThatIsNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CorpusIngest(0))
                .withMessageContaining("0");
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new ByteArrayInputStream(bytes);
    }
}
