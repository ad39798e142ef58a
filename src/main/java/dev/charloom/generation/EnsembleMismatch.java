package dev.charloom.generation;

/// Models that are to write together do not read and write the same way. The message says what differs.
public final class EnsembleMismatch extends RuntimeException {

    public EnsembleMismatch(String message) {
        super(message);
    }
}
