package dev.charloom.text;

/// Strict UTF-8: the well-formed byte sequences of the Unicode Standard (version 17, table 3-7) and no others.
final class Utf8 {

    /// The sequence is not well-formed.
    static final int INVALID = -1;

    /// The sequence goes on behind the bytes at hand.
    static final int INCOMPLETE = -2;

    private Utf8() {}

    /// The code point whose sequence begins at `bytes[at]`, or [#INVALID] or [#INCOMPLETE].
    ///
    /// @param end where the bytes at hand end, greater than `at`
    static int decode(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return lead;
        }
        if (lead < 0xC2 || lead > 0xF4) {
            return INVALID;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (end - at < length) {
            return INCOMPLETE;
        }
        return switch (length) {
            case 2 -> isContinuation(bytes[at + 1]) ? pair(bytes[at], bytes[at + 1]) : INVALID;
            case 3 -> three(lead, bytes[at + 1], bytes[at + 2]);
            default -> four(lead, bytes[at + 1], bytes[at + 2], bytes[at + 3]);
        };
    }

    /// Whether two bytes are a well-formed sequence.
    static boolean isPair(byte first, byte second) {
        return first >= (byte) 0xC2 && first < (byte) 0xE0 && isContinuation(second);
    }

    /// The code point of a well-formed sequence of two bytes.
    static int pair(byte first, byte second) {
        return (first & 0x1F) << 6 | bits(second);
    }

    /// The number of bytes that encode a code point.
    static int length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /// Writes the bytes of a code point to the start of `out` (modified, at least 4 bytes). Surrogates get the
    /// three bytes of their number, which are not UTF-8, so that what reads them refuses them.
    ///
    /// @return the number of bytes
    static int encode(int codePoint, byte[] out) {
        int length = length(codePoint);
        int rest = codePoint;
        for (int i = length - 1; i > 0; i--) {
            out[i] = (byte) (0x80 | (rest & 0x3F));
            rest >>>= 6;
        }
        out[0] = (byte) (length == 1 ? rest : (0xF00 >>> length) | rest);
        return length;
    }

    private static int three(int lead, byte second, byte third) {
        int codePoint = (lead & 0xF) << 12 | bits(second) << 6 | bits(third);
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        boolean wellFormed = isContinuation(second) && isContinuation(third) && codePoint >= 0x800 && !surrogate;
        return wellFormed ? codePoint : INVALID;
    }

    private static int four(int lead, byte second, byte third, byte fourth) {
        int codePoint = (lead & 0x7) << 18 | bits(second) << 12 | bits(third) << 6 | bits(fourth);
        boolean continued = isContinuation(second) && isContinuation(third) && isContinuation(fourth);
        return continued && Character.isSupplementaryCodePoint(codePoint) ? codePoint : INVALID;
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }

    private static int bits(byte continuation) {
        return continuation & 0x3F;
    }
}
