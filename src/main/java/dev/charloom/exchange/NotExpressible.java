package dev.charloom.exchange;

/// A model that a format has no words for.
public final class NotExpressible extends RuntimeException {

    private final String format;

    /// @param reason to be read after "cannot be had: "
    public NotExpressible(String format, String reason) {
        super(reason);
        this.format = format;
    }

    /// The name of the format.
    public String format() {
        return format;
    }
}
