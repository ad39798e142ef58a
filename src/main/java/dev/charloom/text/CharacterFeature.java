package dev.charloom.text;

/// Something that can be said of each character of a text: that it belongs to a class, or where it stands.
@FunctionalInterface
public interface CharacterFeature {

    /// One number for each character: 1 if it belongs to the class and 0 if it does not, or its position.
    ///
    /// @param codePoints of the text
    /// @param lines whether every line is a text of its own
    float[] of(int[] codePoints, boolean lines);

    /// The class of these characters.
    static CharacterFeature anyOf(String characters) {
        return (text, _) -> NamedFeature.each(text, it -> characters.indexOf(it) >= 0);
    }
}
