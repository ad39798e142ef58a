package dev.charloom.text;

import java.util.function.IntPredicate;

/// Features of characters that units of a network are known to follow (A. Karpathy, J. Johnson, L. Fei-Fei, 2015,
/// "Visualizing and Understanding Recurrent Networks"), and their kin.
public enum NamedFeature implements CharacterFeature {
    /// Between quotation marks, the opening one included; a quotation ends at the latest with the paragraph.
    QUOTED,
    /// Between brackets, the opening one included; they end at the latest with the paragraph.
    BRACKETED,
    /// The newline.
    LINE_END,
    /// The last character of a line, before the newline: one that knows it has seen the end coming.
    BEFORE_LINE_END,
    /// The first character of a word.
    WORD_START,
    /// The last character of a word.
    WORD_END,
    /// White space of any kind.
    WHITESPACE,
    /// A capital.
    CAPITAL,
    /// A vowel of the Latin alphabet without accents.
    VOWEL,
    /// A decimal digit.
    DIGIT,
    /// Neither a letter, nor a digit, nor white space.
    PUNCTUATION,
    /// How many characters of the line stand before it.
    LINE_POSITION,
    /// How many characters of the word stand before it; what ends a word counts with it.
    WORD_POSITION;

    private static final String VOWELS = "aeiouAEIOU";

    /// Says of one character of a text whether it belongs to a class.
    @FunctionalInterface
    private interface Place {
        boolean belongs(int[] text, int index);
    }

    @Override
    public float[] of(int[] text, boolean lines) {
        return switch (this) {
            case QUOTED -> new Nesting(Nesting.QUOTES, lines).of(text);
            case BRACKETED -> new Nesting(Nesting.BRACKETS, lines).of(text);
            case LINE_END -> each(text, it -> it == '\n');
            case BEFORE_LINE_END -> places(text, NamedFeature::endsLine);
            case WORD_START -> places(text, (all, i) -> isWord(all[i]) && (i == 0 || !isWord(all[i - 1])));
            case WORD_END -> places(text, (all, i) -> isWord(all[i]) && (i + 1 == all.length || !isWord(all[i + 1])));
            case WHITESPACE -> each(text, Character::isWhitespace);
            case CAPITAL -> each(text, Character::isUpperCase);
            case VOWEL -> each(text, it -> VOWELS.indexOf(it) >= 0);
            case DIGIT -> each(text, Character::isDigit);
            case PUNCTUATION -> each(text, it -> !isWord(it) && !Character.isWhitespace(it));
            case LINE_POSITION -> positions(text, it -> it == '\n');
            case WORD_POSITION -> positions(text, it -> !isWord(it));
        };
    }

    /// 1 for each character that belongs, else 0.
    static float[] each(int[] text, IntPredicate belongs) {
        return places(text, (all, index) -> belongs.test(all[index]));
    }

    private static float[] places(int[] text, Place place) {
        float[] values = new float[text.length];
        for (int i = 0; i < text.length; i++) {
            values[i] = place.belongs(text, i) ? 1 : 0;
        }
        return values;
    }

    /// How many characters stand between each one and the last separator before it.
    private static float[] positions(int[] text, IntPredicate separates) {
        float[] positions = new float[text.length];
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            positions[i] = i - start;
            if (separates.test(text[i])) {
                start = i + 1;
            }
        }
        return positions;
    }

    private static boolean endsLine(int[] text, int index) {
        return text[index] != '\n' && index + 1 < text.length && text[index + 1] == '\n';
    }

    private static boolean isWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }
}
