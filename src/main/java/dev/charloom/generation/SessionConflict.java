package dev.charloom.generation;

/// A session cannot take a request now, or not this one. The message is a phrase that says why.
public final class SessionConflict extends RuntimeException {

    public SessionConflict(String message) {
        super(message);
    }
}
