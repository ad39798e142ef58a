package dev.charloom.text;

/// A corpus with more bytes than are accepted.
public final class CorpusTooLarge extends TextRejected {

    private final long limit;

    CorpusTooLarge(long limit) {
        super("the corpus is larger than " + limit + " bytes");
        this.limit = limit;
    }

    /// The most bytes that are accepted.
    public long limit() {
        return limit;
    }
}
