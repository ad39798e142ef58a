package dev.charloom.text;

import java.io.IOException;
import java.io.InputStream;

/// Reads UTF-8 block by block as code points.
final class CodePointBlocks {

    /// Takes the code points of an input in their order.
    interface Sink {

        /// Takes the next characters.
        ///
        /// @param codePoints the next code points, in the first `count` entries of a buffer that may be
        ///     modified and holds others afterwards
        void accept(int[] codePoints, int count) throws IOException;
    }

    private final Utf8Block block;
    private final int[] codePoints;
    private int count;

    private CodePointBlocks(InputStream source, int capacity) {
        block = new Utf8Block(source, capacity);
        codePoints = new int[capacity];
    }

    /// Hands all characters of `source` to `sink`.
    ///
    /// @throws InvalidUtf8 if the source is not UTF-8
    static void read(InputStream source, Sink sink) throws IOException {
        read(source, Utf8Block.DEFAULT_CAPACITY, sink);
    }

    static void read(InputStream source, int capacity, Sink sink) throws IOException {
        var blocks = new CodePointBlocks(source, capacity);
        int used = 0;
        while (blocks.block.slide(used)) {
            used = blocks.decode();
            sink.accept(blocks.codePoints, blocks.count);
        }
    }

    /// Decodes the block up to the end of its last complete sequence, which is returned.
    private int decode() {
        count = 0;
        int at = decodeSimple(0);
        while (at < block.size()) {
            int codePoint = block.codePointAt(at);
            if (codePoint == Utf8.INCOMPLETE) {
                break;
            }
            codePoints[count++] = codePoint;
            at = decodeSimple(at + Utf8.length(codePoint));
        }
        return at;
    }

    /// Decodes the run of characters of one or two bytes at `from`, and returns its end.
    private int decodeSimple(int from) {
        byte[] bytes = block.bytes();
        int size = block.size();
        int to = count;
        int at = from;
        while (at < size) {
            byte first = bytes[at];
            if (first >= 0) {
                int end = block.plainEnd(at + 1);
                while (at < end) {
                    codePoints[to++] = bytes[at++];
                }
            } else if (at + 1 < size && Utf8.isPair(first, bytes[at + 1])) {
                codePoints[to++] = Utf8.pair(first, bytes[at + 1]);
                at += 2;
            } else {
                break;
            }
        }
        count = to;
        return at;
    }
}
