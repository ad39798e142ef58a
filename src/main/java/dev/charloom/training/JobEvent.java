package dev.charloom.training;

import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Something that has happened to a job.
///
/// @param id ascends by one from event to event of a job, from 1
/// @param type what it was
/// @param data what belongs to it, see [Type]
public record JobEvent(long id, Instant createdAt, Type type, JsonNode data) {

    public JobEvent {
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
    }

    /// What can happen, and the data that tells of it.
    public enum Type {
        /// `status`, and `error` where it failed.
        STATUS,
        /// A run goes on: the `step` at which it stands.
        RESUMED,
        /// An [Evaluation].
        EVALUATION,
        /// A [TrainingSample].
        SAMPLE,
        /// A checkpoint is on disk: its `step`.
        CHECKPOINT,
        /// The numbers were left at step `failed`; the run has gone back to `step`, with half the rate.
        SETBACK;

        /// Whether it tells where the job stands, and not how far a run has come.
        boolean isOfTheJobItself() {
            return this == STATUS || this == RESUMED;
        }
    }
}
