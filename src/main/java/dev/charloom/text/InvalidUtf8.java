package dev.charloom.text;

/// Bytes that are not UTF-8.
public final class InvalidUtf8 extends TextRejected {

    private final long offset;

    InvalidUtf8(long offset) {
        super("invalid UTF-8 at byte offset " + offset);
        this.offset = offset;
    }

    /// Where in the input the first byte stands that does not begin a well-formed sequence, counted from 0.
    public long offset() {
        return offset;
    }
}
