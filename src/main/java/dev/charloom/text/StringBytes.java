package dev.charloom.text;

import java.io.InputStream;

/// A string as a stream of UTF-8, encoded while it is read, so that no second copy of it is made.
///
/// An unpaired surrogate, which has no UTF-8, comes out as bytes that are refused as invalid.
final class StringBytes extends InputStream {

    private final String text;
    private final byte[] sequence = new byte[4];
    private int index; // of the next character to encode, in UTF-16 units
    private int next; // in sequence
    private int length; // of sequence

    StringBytes(String text) {
        this.text = text;
    }

    @Override
    public int read() {
        return hasNext() ? sequence[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] out, int from, int count) {
        int written = 0;
        while (written < count && hasNext()) {
            out[from + written++] = sequence[next++];
        }
        return written == 0 && count > 0 ? -1 : written;
    }

    private boolean hasNext() {
        if (next == length && index < text.length()) {
            encodeNext();
        }
        return next < length;
    }

    private void encodeNext() {
        int codePoint = text.codePointAt(index);
        index += Character.charCount(codePoint);
        length = Utf8.encode(codePoint, sequence);
        next = 0;
    }
}
