package dev.charloom.training;

import java.util.Map;
import java.util.Set;

/// Where a job stands, and where it may go from there.
public enum JobStatus {
    /// Waits for a free place.
    QUEUED,
    /// Trains.
    RUNNING,
    /// Rests on request, or because the disk is full, until it is resumed; also over restarts.
    PAUSED,
    /// The service stopped while it was running; it is taken up again when the service starts.
    INTERRUPTED,
    /// Ended, its model is published.
    SUCCEEDED,
    /// Ended by an error, told in the job.
    FAILED,
    /// Ended on request.
    CANCELLED;

    private static final Map<JobStatus, Set<JobStatus>> MOVES = Map.of(
            QUEUED, Set.of(RUNNING, PAUSED, CANCELLED, FAILED),
            RUNNING, Set.of(PAUSED, INTERRUPTED, SUCCEEDED, FAILED, CANCELLED),
            PAUSED, Set.of(QUEUED, CANCELLED),
            INTERRUPTED, Set.of(RUNNING, QUEUED, PAUSED, CANCELLED, FAILED),
            SUCCEEDED, Set.of(),
            FAILED, Set.of(),
            CANCELLED, Set.of());

    /// Whether a job may go from this status to `next`.
    public boolean mayBecome(JobStatus next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    /// Whether nothing follows.
    public boolean isFinal() {
        return MOVES.getOrDefault(this, Set.of()).isEmpty();
    }

    /// Whether it has been begun, or will be, without anybody asking for it.
    boolean isUnderWay() {
        return this == QUEUED || this == RUNNING || this == INTERRUPTED;
    }
}
