package dev.charloom.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/// One pass over the bytes of a corpus: checks that they are UTF-8, drops a byte-order mark at the start and the CR of
/// each CRLF, hashes and counts the rest and writes it on.
final class CorpusNormaliser {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Utf8Block block;
    private final long maxBytes;
    private final MessageDigest digest = Sha256.digest();
    private int kept; // bytes of the block, moved to its front
    private long bytes;
    private long characters;
    private boolean blank = true;

    CorpusNormaliser(InputStream source, int capacity, long maxBytes) {
        block = new Utf8Block(source, capacity);
        this.maxBytes = maxBytes;
    }

    /// Writes the whole corpus to `out`.
    ///
    /// @param path what the result says the corpus's path is
    /// @throws InvalidUtf8 if the source is not UTF-8
    /// @throws CorpusTooLarge if the source has more than `maxBytes` bytes
    /// @throws EmptyCorpus if nothing but whitespace is left of it
    CorpusFile write(WritableByteChannel out, Path path) throws IOException {
        int used = 0;
        while (block.slide(used)) {
            if (block.offset() + block.size() > maxBytes) {
                throw new CorpusTooLarge(maxBytes);
            }
            used = normalise();
            writeKept(out);
        }
        if (blank) {
            throw new EmptyCorpus();
        }
        return new CorpusFile(path, HexFormat.of().formatHex(digest.digest()), bytes, characters);
    }

    /// Moves what is kept of the block to its front, and returns where its last complete sequence ends.
    private int normalise() {
        kept = 0;
        int from = 0; // where what is kept but not yet moved begins
        int at = block.simpleEnd(0);
        while (at < block.size()) {
            int codePoint = block.codePointAt(at);
            if (isIncomplete(codePoint, at)) {
                break;
            }
            int behind = at + Utf8.length(codePoint);
            if (isDropped(codePoint, at)) {
                keep(from, at);
                from = behind;
            }
            at = block.simpleEnd(behind);
        }
        keep(from, at);
        return at;
    }

    /// Also a CR, which may begin a CRLF, is not complete without the byte behind it.
    private boolean isIncomplete(int codePoint, int at) {
        boolean endsBlock = at + 1 == block.size() && !block.isLast();
        return codePoint == Utf8.INCOMPLETE || (codePoint == '\r' && endsBlock);
    }

    private boolean isDropped(int codePoint, int at) {
        return switch (codePoint) {
            case '\r' -> at + 1 < block.size() && block.bytes()[at + 1] == '\n';
            case BYTE_ORDER_MARK -> block.offset() + at == 0;
            default -> false;
        };
    }

    private void keep(int from, int to) {
        if (from != kept) {
            System.arraycopy(block.bytes(), from, block.bytes(), kept, to - from);
        }
        kept += to - from;
    }

    private void writeKept(WritableByteChannel out) throws IOException {
        blank = blank && isBlank();
        bytes += kept;
        characters += countCharacters();
        digest.update(block.bytes(), 0, kept);
        var buffer = ByteBuffer.wrap(block.bytes(), 0, kept);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private boolean isBlank() {
        int at = 0;
        while (at < kept) {
            int codePoint = Utf8.decode(block.bytes(), at, kept);
            if (!Whitespace.contains(codePoint)) {
                return false;
            }
            at += Utf8.length(codePoint);
        }
        return true;
    }

    /// Every byte but those that continue a sequence begins a character.
    private int countCharacters() {
        byte[] held = block.bytes();
        int count = 0;
        for (int i = 0; i < kept; i++) {
            count += held[i] >= -64 ? 1 : 0;
        }
        return count;
    }
}
