package dev.charloom.sampling.regex;

/// A regular expression being read, character by character.
final class RegexInput {

    private final String regex;
    private final int[] characters;
    private int at;

    RegexInput(String regex) {
        this.regex = regex;
        this.characters = regex.codePoints().toArray();
    }

    int length() {
        return characters.length;
    }

    boolean atEnd() {
        return at == characters.length;
    }

    boolean isLast() {
        return at == characters.length - 1;
    }

    /// The next character, which stays the next one.
    ///
    /// @throws RegexRejected at the end
    int peek() {
        if (atEnd()) {
            throw reject("it ends too early");
        }
        return characters[at];
    }

    /// The next character, which is passed.
    ///
    /// @throws RegexRejected at the end
    int next() {
        int c = peek();
        at++;
        return c;
    }

    /// Passes the next character if it is `c`.
    boolean skip(int c) {
        if (atEnd() || characters[at] != c) {
            return false;
        }
        at++;
        return true;
    }

    /// Where the next character stands, for a message.
    String place() {
        return "character " + (at + 1);
    }

    RegexRejected unexpected() {
        return reject("%s is unexpected at %s".formatted(Character.toString(peek()), place()));
    }

    RegexRejected reject(String reason) {
        return new RegexRejected(regex, reason);
    }
}
