package dev.charloom.generation;

import java.time.Duration;

/// A request that waits for its whole answer took longer than that is allowed to.
public final class TimeLimitExceeded extends RuntimeException {

    private final Duration limit;

    public TimeLimitExceeded(Duration limit) {
        super("the answer was not complete after " + limit.toSeconds() + " seconds");
        this.limit = limit;
    }

    public Duration limit() {
        return limit;
    }
}
