package dev.charloom.repository;

/// The disk could not be read or written.
public final class StorageFailed extends RuntimeException {

    public StorageFailed(String message, Exception cause) {
        super(message, cause);
    }
}
