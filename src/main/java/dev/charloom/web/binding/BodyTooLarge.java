package dev.charloom.web.binding;

/// A body with more bytes than are accepted.
public final class BodyTooLarge extends RuntimeException {

    private final long limit;
    private final boolean json;

    /// @param json whether the limit is that of JSON bodies, which is lower than that of others
    public BodyTooLarge(long limit, boolean json) {
        super("the body has more than " + limit + " bytes");
        this.limit = limit;
        this.json = json;
    }

    /// The most bytes that are accepted.
    public long limit() {
        return limit;
    }

    public boolean json() {
        return json;
    }
}
