package dev.charloom.exchange;

/// An archive with more in it than is taken.
public final class ArchiveTooLarge extends RuntimeException {

    private final String limit;
    private final String property;

    /// @param limit what an archive may have, to be read after "an archive "
    /// @param property which configuration property sets the limit
    ArchiveTooLarge(String limit, String property) {
        super("an archive " + limit);
        this.limit = limit;
        this.property = property;
    }

    public String limit() {
        return limit;
    }

    public String property() {
        return property;
    }
}
