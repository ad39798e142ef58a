package dev.charloom.generation;

/// Writing failed for a reason that nobody foresaw.
public final class WritingFailed extends RuntimeException {

    WritingFailed(Throwable cause) {
        super("writing failed", cause);
    }
}
