package dev.charloom.web.binding;

/// A body with more bytes than are accepted.
public final class BodyTooLarge extends RuntimeException {

    /// What a body is.
    public enum Kind {
        JSON,
        CORPUS,
        ARCHIVE
    }

    private final long limit;
    private final Kind kind;

    /// @param limit the most bytes that are accepted of its kind
    public BodyTooLarge(long limit, Kind kind) {
        super("the body has more than " + limit + " bytes");
        this.limit = limit;
        this.kind = kind;
    }

    /// The most bytes that are accepted.
    public long limit() {
        return limit;
    }

    public Kind kind() {
        return kind;
    }
}
