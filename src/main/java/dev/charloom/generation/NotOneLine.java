package dev.charloom.generation;

/// What a text is to begin with has a newline, but every text of the model is one line.
public final class NotOneLine extends RuntimeException {

    private final long index;

    public NotOneLine(long index) {
        super("startingWith has a newline at character " + index + ", but the model writes one line");
        this.index = index;
    }

    /// Where the first newline stands, in characters counted from 0.
    public long index() {
        return index;
    }
}
