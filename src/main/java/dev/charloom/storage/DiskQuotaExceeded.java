package dev.charloom.storage;

/// More would have to be written than the data directory may hold.
public final class DiskQuotaExceeded extends RuntimeException {

    private final long limit;

    DiskQuotaExceeded(long limit) {
        super("the data directory may hold " + limit + " bytes, and there is no room for this");
        this.limit = limit;
    }

    /// The most bytes.
    public long limit() {
        return limit;
    }
}
