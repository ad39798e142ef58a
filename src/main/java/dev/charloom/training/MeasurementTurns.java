package dev.charloom.training;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets one request at a time measure a speed, in the order in which they come. For use by several threads.
final class MeasurementTurns {

    /// What has its turn until it is closed.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    private final Semaphore free = new Semaphore(1, true);
    private final Duration longestWait;

    MeasurementTurns(Duration longestWait) {
        this.longestWait = longestWait;
    }

    /// Waits for a turn.
    ///
    /// @throws CannotMeasureNow if it does not come in time
    Turn await() {
        try {
            if (free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
                return free::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw CannotMeasureNow.becauseOfOthers(longestWait.toSeconds());
    }
}
