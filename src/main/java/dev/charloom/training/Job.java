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
/// @param validation how the validation loss is measured
/// @param corpus what it trains on
/// @param progress how far it is; null until it runs
/// @param history the course of its losses
/// @param samples what the model wrote while it was trained, the latest last
/// @param version the version that was published, the latest if there are several; null if there is none
/// @param earlyStop why it ended before its last step, in a sentence; null if it did not
/// @param report what was found out about the model at the end; null until then
/// @param error why it failed, or was paused without anybody asking for it; null otherwise
public record Job(
        JobId id,
        ModelName model,
        JobStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        TrainingParams params,
        @Nullable String note,
        Validation validation,
        CorpusSummary corpus,
        @Nullable Progress progress,
        TrainingHistory history,
        List<TrainingSample> samples,
        @Nullable Integer version,
        @Nullable String earlyStop,
        @Nullable JobReport report,
        @Nullable String error) {

    /// The corpus in a few numbers.
    ///
    /// @param sha256 of its normalised bytes, in hexadecimal
    public record CorpusSummary(String sha256, long bytes, long characters, long lines, int distinctCharacters) {

        public CorpusSummary {
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /// How a validation loss is measured, each in a sentence.
    ///
    /// @param split what is held out
    /// @param method how it is read
    public record Validation(String split, String method) {

        public Validation {
            Objects.requireNonNull(split, "split");
            Objects.requireNonNull(method, "method");
        }
    }

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(params, "params");
        Objects.requireNonNull(validation, "validation");
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(history, "history");
        samples = List.copyOf(samples);
    }

    /// A job that waits and has not run yet.
    public static Job queued(
            JobId id,
            ModelName model,
            Instant now,
            TrainingParams params,
            @Nullable String note,
            Validation validation,
            CorpusSummary corpus) {
        return new Job(
                id,
                model,
                JobStatus.QUEUED,
                now,
                null,
                null,
                params,
                note,
                validation,
                corpus,
                null,
                TrainingHistory.EMPTY,
                List.of(),
                null,
                null,
                null,
                null);
    }

    Job running(Instant now) {
        return with(JobStatus.RUNNING, startedAt == null ? now : startedAt, null, version, null, null, null);
    }

    Job queuedAgain() {
        return with(JobStatus.QUEUED, startedAt, null, version, null, null, null);
    }

    Job paused() {
        return with(JobStatus.PAUSED, startedAt, null, version, null, null, null);
    }

    /// @param reason why, though nobody asked for it
    Job paused(String reason) {
        return with(JobStatus.PAUSED, startedAt, null, version, null, null, reason);
    }

    Job interrupted() {
        return with(JobStatus.INTERRUPTED, startedAt, null, version, null, null, null);
    }

    /// @param early why it ended before its last step; null if it did not
    /// @param found about the model; null if nobody looked
    Job succeeded(Instant now, int published, @Nullable String early, @Nullable JobReport found) {
        return with(JobStatus.SUCCEEDED, startedAt, now, published, early, found, null);
    }

    Job failed(Instant now, String reason) {
        return with(JobStatus.FAILED, startedAt, now, version, null, null, reason);
    }

    Job cancelled(Instant now) {
        return with(JobStatus.CANCELLED, startedAt, now, version, null, null, null);
    }

    /// This job after a checkpoint of it was published.
    Job published(int number) {
        return with(status, startedAt, finishedAt, number, earlyStop, report, error);
    }

    /// This job with what was decided when it began.
    Job withParams(TrainingParams decided) {
        return new Job(
                id,
                model,
                status,
                createdAt,
                startedAt,
                finishedAt,
                decided,
                note,
                validation,
                corpus,
                progress,
                history,
                samples,
                version,
                earlyStop,
                report,
                error);
    }

    Job withProgress(Progress latest) {
        return with(latest, history, samples);
    }

    Job withHistory(TrainingHistory latest) {
        return with(progress, latest, samples);
    }

    Job withSample(TrainingSample sample) {
        int most = TrainingRun.MOST_SAMPLES - 1;
        var latest = new ArrayList<>(samples.subList(Math.max(0, samples.size() - most), samples.size()));
        latest.add(sample);
        return with(progress, history, latest);
    }

    /// This job where its run goes on from a checkpoint.
    Job resumedAt(Progress latest, TrainingHistory recorded, List<TrainingSample> written) {
        return with(latest, recorded, written);
    }

    private Job with(@Nullable Progress latest, TrainingHistory recorded, List<TrainingSample> written) {
        return new Job(
                id,
                model,
                status,
                createdAt,
                startedAt,
                finishedAt,
                params,
                note,
                validation,
                corpus,
                latest,
                recorded,
                written,
                version,
                earlyStop,
                report,
                error);
    }

    private Job with(
            JobStatus next,
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable Integer published,
            @Nullable String early,
            @Nullable JobReport found,
            @Nullable String reason) {
        return new Job(
                id,
                model,
                next,
                createdAt,
                started,
                finished,
                params,
                note,
                validation,
                corpus,
                progress,
                history,
                samples,
                published,
                early,
                found,
                reason);
    }
}
