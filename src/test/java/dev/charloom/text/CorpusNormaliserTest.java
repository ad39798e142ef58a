package dev.charloom.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with the JDK's decoder, at block sizes that put every border into every sequence.
class CorpusNormaliserTest {

    private static final Path ANYWHERE = Path.of("corpus.txt");
    private static final int[] BLOCK_SIZES = {4, 5, 7, 8, 16, 17, 64};

    /// Every kind of byte: ASCII, line ends, leads of each length, continuations at the borders of what may follow
    /// them.
    private static final byte[] ALPHABET =
            HexFormat.of().parseHex("410d0a2080838f909fa0bbbfc0c1c2c3dfe0e1edefeff0f1f4f5ff41410d0abbbf");

    @Test
    void acceptsWhatTheJdkAcceptsAndRefusesTheRestAtTheSameOffset() {
        var random = RandomStream.of(1, Purpose.SAMPLE, 0);
        for (int trial = 0; trial < 20_000; trial++) {
            byte[] input = new byte[random.nextInt(10)];
            for (int i = 0; i < input.length; i++) {
                input[i] = ALPHABET[random.nextInt(ALPHABET.length)];
            }
            compare(input, BLOCK_SIZES[trial % BLOCK_SIZES.length]);
        }
    }

    @Test
    void acceptsEveryCharacter() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x3000 ? 1 : 97) {
            if (codePoint < 0xD800 || codePoint > 0xDFFF) {
                compare(bytes("x" + Character.toString(codePoint)), 5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0af",
                "c180",
                "c2",
                "c241",
                "e08080",
                "e09fbf",
                "e282",
                "e28241",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08fbfbf",
                "f09f98",
                "f09f9841",
                "f4908080",
                "f5808080",
                "fe",
                "ff"
            })
    void namesTheOffsetWhereverTheInvalidBytesStand(String hexadecimal) {
        byte[] invalid = HexFormat.of().parseHex(hexadecimal);
        for (int before = 0; before < 12; before++) {
            for (int blockSize : BLOCK_SIZES) {
                for (String filler : new String[] {"abcdefgh", "é", "日", "😀", "a\r\n"}) {
                    String prefix = filler.repeat(before);
                    compare(join(bytes(prefix), invalid, bytes("tail")), blockSize);
                    compare(join(bytes(prefix), invalid), blockSize);
                }
            }
        }
    }

    @Test
    void countsTheOffsetInTheInputNotInWhatIsWritten() {
        var input = join(bytes("\uFEFFa\r\nb\r\n"), new byte[] {(byte) 0xFF});
        assertThat(outcome(input, 64)).isEqualTo("invalid at 9");
    }

    @Test
    void crlfBecomesLfAlsoAcrossBlocks() {
        for (int before = 0; before < 12; before++) {
            for (int blockSize : BLOCK_SIZES) {
                String text = "x".repeat(before) + "\r\na\r\n\r\nb\rc\r\r\nd\n\re\r";
                compare(bytes(text), blockSize);
                assertThat(outcome(bytes(text), blockSize)).endsWith("\na\n\nb\rc\r\nd\n\re\r");
            }
        }
    }

    @Test
    void onlyAByteOrderMarkAtTheStartIsDropped() {
        assertThat(outcome(bytes("\uFEFFa\uFEFFb"), 4)).isEqualTo("a\uFEFFb");
        assertThat(outcome(bytes("\uFEFF\uFEFFa"), 4)).isEqualTo("\uFEFFa");
        assertThat(outcome(bytes("\uFEFF"), 4)).isEqualTo("empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", " \t\n\u00A0\u3000\u2028\n", "\uFEFF \n"})
    void whatHasNothingButWhitespaceIsEmpty(String text) {
        for (int blockSize : BLOCK_SIZES) {
            assertThat(outcome(bytes(text), blockSize)).isEqualTo("empty");
        }
    }

    @Test
    void readsSourcesThatGiveOneByteAtATime() {
        byte[] input = bytes("\uFEFFaé日😀\r\n");
        var trickle = new InputStream() {
            private final InputStream all = new ByteArrayInputStream(input);

            @Override
            public int read() throws IOException {
                return all.read();
            }

            @Override
            public int read(byte[] out, int from, int count) throws IOException {
                return all.read(out, from, Math.min(1, count));
            }
        };
        assertThat(outcome(trickle, 16)).isEqualTo("aé日😀\n");
    }

    @Test
    void aStringIsReadAsItsBytesAre() {
        String text = IntStream.of(0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF)
                .mapToObj(Character::toString)
                .reduce("", String::concat);
        for (int blockSize : BLOCK_SIZES) {
            assertThat(outcome(new StringBytes(text), blockSize)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDE00", "\uDE00\uD83D", "\uD83Dx"})
    void aStringWithAnUnpairedSurrogateIsInvalid(String unpaired) {
        assertThat(outcome(new StringBytes("é" + unpaired), 16)).isEqualTo("invalid at 2");
    }

    private static void compare(byte[] input, int blockSize) {
        String outcome = outcome(input, blockSize);
        if (!outcome.equals(expected(input))) {
            assertThat(outcome)
                    .as("%s in blocks of %d", HexFormat.of().formatHex(input), blockSize)
                    .isEqualTo(expected(input));
        }
    }

    private static String outcome(byte[] input, int blockSize) {
        return outcome(new ByteArrayInputStream(input), blockSize);
    }

    /// What comes out, or what is said against the input.
    private static String outcome(InputStream source, int blockSize) {
        var out = new ByteArrayOutputStream();
        try {
            var file =
                    new CorpusNormaliser(source, blockSize, Long.MAX_VALUE).write(Channels.newChannel(out), ANYWHERE);
            String text = out.toString(StandardCharsets.UTF_8);
            assertThat(file.bytes()).isEqualTo(out.size());
            assertThat(file.characters()).isEqualTo(text.codePointCount(0, text.length()));
            return text;
        } catch (InvalidUtf8 e) {
            return "invalid at " + e.offset();
        } catch (EmptyCorpus e) {
            return "empty";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String expected(byte[] input) {
        var bytes = ByteBuffer.wrap(input);
        var characters = CharBuffer.allocate(input.length + 1);
        var result = StandardCharsets.UTF_8.newDecoder().decode(bytes, characters, true);
        if (result.isError()) {
            return "invalid at " + bytes.position();
        }
        String text = characters.flip().toString();
        String normalised = text.replaceFirst("^\uFEFF", "").replace("\r\n", "\n");
        boolean empty = normalised.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
        return empty ? "empty" : normalised;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
