package dev.charloom.text;

import java.util.function.IntPredicate;

/// Features of characters that units of a network are known to follow (A. Karpathy, J. Johnson, L. Fei-Fei, 2015,
/// "Visualizing and Understanding Recurrent Networks"), and their kin.
public enum NamedFeature implements CharacterFeature {
    /// Between quotation marks, the opening one included; a quotation ends at the latest with the paragraph.
    QUOTED((text, lines) -> new Nesting(Nesting.QUOTES, lines).of(text)),
    /// Between brackets, the opening one included; they end at the latest with the paragraph.
    BRACKETED((text, lines) -> new Nesting(Nesting.BRACKETS, lines).of(text)),
    /// The newline.
    LINE_END(each(it -> it == '\n')),
    /// The last character of a line, before the newline: one that knows it has seen the end coming.
    BEFORE_LINE_END(at((text, i) -> text[i] != '\n' && i + 1 < text.length && text[i + 1] == '\n')),
    /// The first character of a word.
    WORD_START(at((text, i) -> isWord(text[i]) && (i == 0 || !isWord(text[i - 1])))),
    /// The last character of a word.
    WORD_END(at((text, i) -> isWord(text[i]) && (i + 1 == text.length || !isWord(text[i + 1])))),
    /// White space of any kind.
    WHITESPACE(each(Character::isWhitespace)),
    /// A capital.
    CAPITAL(each(Character::isUpperCase)),
    /// A vowel of the Latin alphabet without accents.
    VOWEL(each(it -> "aeiouAEIOU".indexOf(it) >= 0)),
    /// A decimal digit.
    DIGIT(each(Character::isDigit)),
    /// Neither a letter, nor a digit, nor white space.
    PUNCTUATION(each(it -> !isWord(it) && !Character.isWhitespace(it))),
    /// How many characters of the line stand before it.
    LINE_POSITION((text, _) -> positions(text, it -> it == '\n')),
    /// How many characters of the word stand before it; 0 outside of words.
    WORD_POSITION((text, _) -> positions(text, it -> !isWord(it)));

    /// Says of one character of a text whether it belongs to a class.
    @FunctionalInterface
    private interface Place {
        boolean belongs(int[] text, int index);
    }

    private final CharacterFeature feature;

    NamedFeature(CharacterFeature feature) {
        this.feature = feature;
    }

    @Override
    public float[] of(int[] codePoints, boolean lines) {
        return feature.of(codePoints, lines);
    }

    static CharacterFeature each(IntPredicate belongs) {
        return at((text, index) -> belongs.test(text[index]));
    }

    private static CharacterFeature at(Place place) {
        return (text, _) -> {
            float[] values = new float[text.length];
            for (int i = 0; i < text.length; i++) {
                values[i] = place.belongs(text, i) ? 1 : 0;
            }
            return values;
        };
    }

    /// How many characters stand between each one and the last separator before it; 0 at separators that follow one.
    private static float[] positions(int[] text, IntPredicate separates) {
        float[] positions = new float[text.length];
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            boolean separator = separates.test(text[i]);
            positions[i] = i - start;
            if (separator) {
                start = i + 1;
            }
        }
        return positions;
    }

    private static boolean isWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }
}
