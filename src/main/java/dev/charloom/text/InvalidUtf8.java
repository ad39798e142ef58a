package dev.charloom.text;

/// Bytes that are not UTF-8.
public final class InvalidUtf8 extends TextRejected {

    private final long offset;

    /// @param first the byte that stands there
    InvalidUtf8(long offset, byte first) {
        super("""
                invalid UTF-8 at byte offset %d (0x%02X); text in another encoding, such as UTF-16 or Windows-1252, must \
                be converted first""".formatted(offset, first));
        this.offset = offset;
    }

    /// Where in the input the first byte stands that does not begin a well-formed sequence, counted from 0.
    public long offset() {
        return offset;
    }
}
