package dev.charloom.generation;

/// Texts that are to be scored have too many characters in all.
public final class TextsTooLong extends RuntimeException {

    private final long limit;

    public TextsTooLong(long limit) {
        super("the texts have more than " + limit + " characters in all");
        this.limit = limit;
    }

    public long limit() {
        return limit;
    }
}
