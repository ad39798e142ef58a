package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CodePointBlocksTest {

    private static final int[] BLOCK_SIZES = {4, 5, 7, 8, 16, 17, 1021};

    @Test
    void readsEveryCharacterWhereverABlockEnds() throws IOException {
        var random = RandomStream.of(1, Purpose.SAMPLE, 0);
        for (int trial = 0; trial < 2000; trial++) {
            var text = new StringBuilder();
            int[] most = {0x80, 0x80, 0x80, 0x800, 0xD800, 0x110000};
            for (int length = random.nextInt(60); length > 0; length--) {
                int codePoint = random.nextInt(most[random.nextInt(most.length)]);
                text.appendCodePoint(codePoint >= 0xD800 && codePoint <= 0xDFFF ? '\r' : codePoint);
            }
            String expected = text.toString();
            assertThat(read(expected.getBytes(StandardCharsets.UTF_8), BLOCK_SIZES[trial % BLOCK_SIZES.length]))
                    .isEqualTo(expected);
        }
    }

    @Test
    void keepsWhatTheIngestWouldHaveChanged() throws IOException {
        String text = "\uFEFFa\r\nb\r";
        assertThat(read(text.getBytes(StandardCharsets.UTF_8), 8)).isEqualTo(text);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] bytes = "aaaaaaaaaé".getBytes(StandardCharsets.UTF_8);
        bytes[10] = 'x';
        assertThatExceptionOfType(InvalidUtf8.class)
                .isThrownBy(() -> read(bytes, 4))
                .satisfies(invalid -> assertThat(invalid.offset()).isEqualTo(9));
    }

    private static String read(byte[] bytes, int blockSize) throws IOException {
        var text = new StringBuilder();
        CodePointBlocks.read(new ByteArrayInputStream(bytes), blockSize, (codePoints, count) -> {
            for (int i = 0; i < count; i++) {
                text.appendCodePoint(codePoints[i]);
            }
        });
        return text.toString();
    }
}
