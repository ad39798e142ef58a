package dev.charloom.text;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A block that slides over an input of UTF-8 of any length: the only part of it that is in memory.
///
/// Whoever reads it consumes its sequences from the front and slides on behind the last one that is complete.
final class Utf8Block {

    /// Large enough that reading and hashing cost little for each byte, small enough for a processor's cache.
    static final int DEFAULT_CAPACITY = 1 << 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long CARRIAGE_RETURNS = '\r' * LOW_BITS;

    private final InputStream source;
    private final byte[] bytes;
    private int size;
    private long offset;
    private boolean last;

    /// @param capacity the size of the block in bytes, at least 4
    Utf8Block(InputStream source, int capacity) {
        this.source = source;
        bytes = new byte[capacity];
    }

    /// The block's own array, of which the first [#size()] bytes are held.
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// Where in the input the first byte of the block stands.
    long offset() {
        return offset;
    }

    /// Whether the input ends with this block.
    boolean isLast() {
        return last;
    }

    /// Drops the first `used` bytes and fills the block up from the input.
    ///
    /// @return whether there is anything in it
    boolean slide(int used) throws IOException {
        size -= used;
        offset += used;
        System.arraycopy(bytes, used, bytes, 0, size);
        int wanted = bytes.length - size;
        int read = source.readNBytes(bytes, size, wanted);
        size += read;
        last = read < wanted;
        return size > 0;
    }

    /// The end of the run of well-formed characters of one or two bytes, other than carriage return, that begins at
    /// `from`; `from` itself if none does.
    int simpleEnd(int from) {
        int at = from;
        while (at < size) {
            byte first = bytes[at];
            if (first >= 0 && first != '\r') {
                at = plainEnd(at + 1);
            } else if (at + 1 < size && Utf8.isPair(first, bytes[at + 1])) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    /// The code point whose sequence begins at `at`, or [Utf8#INCOMPLETE] if its end is yet to be read.
    ///
    /// @throws InvalidUtf8 if it is not well-formed, or the input ends within it
    int codePointAt(int at) {
        int codePoint = Utf8.decode(bytes, at, size);
        if (codePoint == Utf8.INVALID || (codePoint == Utf8.INCOMPLETE && last)) {
            throw new InvalidUtf8(offset + at, bytes[at]);
        }
        return codePoint;
    }

    /// Skips ASCII characters other than carriage return from `from` on, as long as there are eight of them at a
    /// time.
    int plainEnd(int from) {
        int at = from;
        while (at + Long.BYTES <= size && isPlain((long) LONGS.get(bytes, at))) {
            at += Long.BYTES;
        }
        return at;
    }

    /// Where all bytes are ASCII, taking one from each sets a high bit if and only if one of them is zero.
    private static boolean isPlain(long eight) {
        long zeroAtReturn = eight ^ CARRIAGE_RETURNS;
        return ((eight | (zeroAtReturn - LOW_BITS)) & HIGH_BITS) == 0;
    }
}
