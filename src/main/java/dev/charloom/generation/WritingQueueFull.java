package dev.charloom.generation;

/// Too many requests wait for a model.
public final class WritingQueueFull extends RuntimeException {

    private final int waiting;

    public WritingQueueFull(int waiting) {
        super("too many requests wait for this model: " + waiting);
        this.waiting = waiting;
    }

    public int waiting() {
        return waiting;
    }
}
