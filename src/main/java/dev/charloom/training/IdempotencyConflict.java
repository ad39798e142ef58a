package dev.charloom.training;

/// An idempotency key that came before with another request.
public final class IdempotencyConflict extends RuntimeException {

    /// @param job that was made then
    IdempotencyConflict(JobId job) {
        super("the Idempotency-Key came before with another request, which made job " + job);
    }
}
