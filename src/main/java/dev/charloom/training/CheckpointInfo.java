package dev.charloom.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A checkpoint of a job.
///
/// @param step steps taken until then
/// @param createdAt when it was on disk
/// @param scheduled whether the parameters asked for it, and not the clock or a stop
/// @param bytes its size on disk
/// @param bestValidationLoss the lowest until then, in nats per character: that of the weights it would publish; null
///     before the first evaluation and without a validation part
/// @param bestStep the step after which these weights were taken; null where none was kept
public record CheckpointInfo(
        long step,
        Instant createdAt,
        boolean scheduled,
        long bytes,
        @Nullable Double bestValidationLoss,
        @Nullable Long bestStep) {}
