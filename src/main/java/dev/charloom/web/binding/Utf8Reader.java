package dev.charloom.web.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;

/// Reads UTF-8 without its byte-order mark, and ends where the bytes are none, saying at which of them: an
/// [java.io.InputStreamReader] does not know.
final class Utf8Reader extends Reader {

    private static final int CAPACITY = 8192;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// Bytes that are not UTF-8.
    static final class NotUtf8 extends CharacterCodingException {

        private final long offset;

        private NotUtf8(long offset) {
            this.offset = offset;
        }

        @Override
        public String getMessage() {
            return "no UTF-8 at byte offset " + offset;
        }

        /// Where the first byte stands that does not begin a well-formed sequence, counted from 0.
        long offset() {
            return offset;
        }
    }

    private final InputStream source;
    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).flip();
    private final CharBuffer chars = CharBuffer.allocate(CAPACITY).flip();
    private long offset; // of the buffer's first byte
    private boolean begun;
    private boolean broken;
    private boolean over;

    Utf8Reader(InputStream source) {
        this.source = source;
    }

    /// @throws NotUtf8 if the next bytes are not UTF-8; what stands before them has been read by then
    @Override
    public int read(char[] out, int from, int length) throws IOException {
        while (!chars.hasRemaining() && !over) {
            decodeMore();
        }
        if (!chars.hasRemaining() && broken) {
            throw new NotUtf8(offset + bytes.position());
        }
        if (!chars.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, chars.remaining());
        chars.get(out, from, count);
        return count;
    }

    /// Fewer bytes than a character has may be left from before, to which more come here.
    private void decodeMore() throws IOException {
        offset += bytes.position();
        bytes.compact();
        int count = source.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, count)).flip();
        chars.clear();
        broken = decoder.decode(bytes, chars, count < 0).isError();
        over = broken || count < 0;
        chars.flip();
        if (!begun && chars.hasRemaining()) {
            begun = true;
            chars.position(chars.get(0) == BYTE_ORDER_MARK ? 1 : 0);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
