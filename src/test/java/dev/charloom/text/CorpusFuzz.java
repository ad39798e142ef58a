package dev.charloom.text;

import dev.charloom.fuzz.Scratch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A target of the fuzzer: any bytes as a corpus. What is taken is UTF-8 without CRLF, and is the same when it is taken
/// once more.
public final class CorpusFuzz {

    private CorpusFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Path directory = Scratch.empty();
        Path first = directory.resolve("first");
        try {
            new CorpusIngest(1 << 16, 64).store(new ByteArrayInputStream(input), first);
        } catch (TextRejected e) {
            if (Files.exists(first)) {
                throw new AssertionError("a refused corpus is left", e);
            }
            return;
        }
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(first)))
                .toString();
        if (text.contains("\r\n") || text.length() > input.length) {
            throw new AssertionError("a corpus that is not in the form that it should be in");
        }
        if (text.startsWith("\uFEFF")) {
            return; // of two marks the second is a character, which would be taken for a mark
        }
        Path second = directory.resolve("second");
        new CorpusIngest(1 << 16).store(Files.newInputStream(first), second);
        if (Files.mismatch(first, second) >= 0 && !text.contains("\r")) {
            throw new AssertionError("a corpus changes when it is taken once more");
        }
    }
}
