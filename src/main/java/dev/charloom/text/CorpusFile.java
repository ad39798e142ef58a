package dev.charloom.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/// A corpus on disk: UTF-8 without a byte-order mark, lines ended by LF.
///
/// @param path where it is
/// @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
/// @param bytes its size
/// @param characters the number of its characters
public record CorpusFile(Path path, String sha256, long bytes, long characters) {

    /// Hands all characters to `sink`.
    ///
    /// @throws IOException if the file cannot be read, or its bytes are not those that were stored
    void read(CodePointBlocks.Sink sink) throws IOException {
        var digest = Sha256.digest();
        try (var source = new DigestInputStream(Files.newInputStream(path), digest)) {
            CodePointBlocks.read(source, sink);
        } catch (InvalidUtf8 e) {
            throw new IOException(changed(), e);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new IOException(changed());
        }
    }

    private String changed() {
        return "the bytes of " + path + " are not those of the corpus that was stored there";
    }
}
