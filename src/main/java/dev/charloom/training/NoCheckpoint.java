package dev.charloom.training;

/// A job has no checkpoint yet that its model could be taken from, or none any more.
public final class NoCheckpoint extends RuntimeException {

    public NoCheckpoint(JobId id) {
        super("job " + id + " has no checkpoint with anything learned");
    }
}
