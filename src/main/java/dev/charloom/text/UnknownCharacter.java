package dev.charloom.text;

import java.util.Locale;
import java.util.OptionalInt;

/// A character that the vocabulary does not have.
public final class UnknownCharacter extends TextRejected {

    private final int codePoint;
    private final long index;
    private final OptionalInt text;

    UnknownCharacter(int codePoint, long index) {
        this(codePoint, index, OptionalInt.empty());
    }

    private UnknownCharacter(int codePoint, long index, OptionalInt text) {
        super("the vocabulary does not have the character " + readable(codePoint) + " at index " + index);
        this.codePoint = codePoint;
        this.index = index;
        this.text = text;
    }

    /// The same, found in one of several texts.
    ///
    /// @param which counted from 0
    UnknownCharacter inText(int which) {
        return new UnknownCharacter(codePoint, index, OptionalInt.of(which));
    }

    public int codePoint() {
        return codePoint;
    }

    /// Where the character stands in the text, in characters counted from 0.
    public long index() {
        return index;
    }

    /// Which of several texts has it, counted from 0; empty where there is one text.
    public OptionalInt text() {
        return text;
    }

    private static String readable(int codePoint) {
        String number = String.format(Locale.ROOT, "U+%04X", codePoint);
        String name = Character.getName(codePoint);
        if (isVisible(codePoint)) {
            return "'" + Character.toString(codePoint) + "' (" + number + ")";
        }
        return name == null ? number : number + " (" + name + ")";
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            default -> true;
        };
    }
}
