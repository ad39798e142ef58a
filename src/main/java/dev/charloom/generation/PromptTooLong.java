package dev.charloom.generation;

/// What a text is to begin with leaves no room within its maximum length.
public final class PromptTooLong extends RuntimeException {

    private final int characters;
    private final int maxLength;

    public PromptTooLong(int characters, int maxLength) {
        super("startingWith has " + characters + " characters, but maxLength is " + maxLength);
        this.characters = characters;
        this.maxLength = maxLength;
    }

    public int characters() {
        return characters;
    }

    public int maxLength() {
        return maxLength;
    }
}
