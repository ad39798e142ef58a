package dev.charloom.training;

/// As many jobs wait as may.
public final class QueueFull extends RuntimeException {

    private final int limit;

    public QueueFull(int limit) {
        super("the training queue is full: " + limit + " jobs wait");
        this.limit = limit;
    }

    public int limit() {
        return limit;
    }
}
