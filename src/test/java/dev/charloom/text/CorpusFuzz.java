package dev.charloom.text;

import dev.charloom.fuzz.Scratch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A target of the fuzzer: any bytes as a corpus. What is taken is UTF-8, and is the input without a byte-order mark at
/// its start and with LF for each CRLF, once: CR, CR, LF becomes CR, LF.
public final class CorpusFuzz {

    private CorpusFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path stored = Scratch.empty().resolve("corpus");
        try {
            new CorpusIngest(1 << 16, 64).store(new ByteArrayInputStream(input), stored);
        } catch (TextRejected e) {
            if (Files.exists(stored)) {
                throw new AssertionError("a refused corpus is left", e);
            }
            return;
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(input))
                .toString();
        String expected = (text.startsWith("\uFEFF") ? text.substring(1) : text).replace("\r\n", "\n");
        if (!Arrays.equals(expected.getBytes(StandardCharsets.UTF_8), Files.readAllBytes(stored))) {
            throw new AssertionError("a corpus that is not in the form that it should be in");
        }
    }
}
