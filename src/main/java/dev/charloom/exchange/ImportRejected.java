package dev.charloom.exchange;

/// A file that cannot become a version of a model.
public final class ImportRejected extends RuntimeException {

    /// @param reason what is wrong with it, to be read after "the archive is not usable: "
    public ImportRejected(String reason) {
        super(reason);
    }
}
