package dev.charloom.text;

/// What makes a line or a corpus blank.
final class Whitespace {

    private Whitespace() {}

    /// Whether a character is a space, also one that does not break, a tab, a line end or the like.
    static boolean contains(int codePoint) {
        return codePoint <= ' ' ? Character.isWhitespace(codePoint) : codePoint >= 0x80 && isWide(codePoint);
    }

    private static boolean isWide(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }
}
