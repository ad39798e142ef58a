package dev.charloom.training;

import dev.charloom.repository.ModelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A training job as it stands at one moment.
///
/// @param model name of the model that it makes
/// @param params what is computed, `mode` decided
/// @param note a sentence on what was decided for the user, such as the mode; null if nothing was
/// @param corpus what it trains on
/// @param progress how far it is; null until it runs
/// @param samples what the model wrote while it was trained, the latest last
/// @param version the version that was published; null until it has succeeded
/// @param error why it failed, in a sentence; null otherwise
public record Job(
        JobId id,
        ModelName model,
        JobStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        TrainingParams params,
        @Nullable String note,
        CorpusSummary corpus,
        @Nullable Progress progress,
        List<TrainingSample> samples,
        @Nullable Integer version,
        @Nullable String error) {

    /// The corpus in a few numbers.
    ///
    /// @param sha256 of its normalised bytes, in hexadecimal
    public record CorpusSummary(String sha256, long bytes, long characters, long lines, int distinctCharacters) {

        public CorpusSummary {
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /// How many samples a job remembers.
    private static final int MAX_SAMPLES = 100;

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(params, "params");
        Objects.requireNonNull(corpus, "corpus");
        samples = List.copyOf(samples);
    }

    Job running(Instant now) {
        return with(JobStatus.RUNNING, now, null, null, List.of(), null, null);
    }

    Job interrupted() {
        return with(JobStatus.INTERRUPTED, startedAt, null, progress, samples, null, null);
    }

    Job succeeded(Instant now, int published) {
        return with(JobStatus.SUCCEEDED, startedAt, now, progress, samples, published, null);
    }

    Job failed(Instant now, String reason) {
        return with(JobStatus.FAILED, startedAt, now, progress, samples, null, reason);
    }

    Job cancelled(Instant now) {
        return with(JobStatus.CANCELLED, startedAt, now, progress, samples, null, null);
    }

    Job withProgress(Progress latest) {
        return with(status, startedAt, finishedAt, latest, samples, version, error);
    }

    Job withSample(TrainingSample sample) {
        var latest = new ArrayList<>(samples.subList(Math.max(0, samples.size() - MAX_SAMPLES + 1), samples.size()));
        latest.add(sample);
        return with(status, startedAt, finishedAt, progress, latest, version, error);
    }

    private Job with(
            JobStatus next,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Progress latest,
            List<TrainingSample> written,
            @Nullable Integer published,
            @Nullable String reason) {
        return new Job(
                id, model, next, createdAt, started, finished, params, note, corpus, latest, written, published,
                reason);
    }
}
