package dev.charloom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.charloom.training.Job;
import dev.charloom.training.JobReport;
import dev.charloom.training.JobStatus;
import dev.charloom.training.TrainingHistory;
import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingSample;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A training job as it stands.
record JobResponse(
        @Schema(example = "01jd3x8k2v5c") String id,

        @Schema(description = "The model that it makes.", example = "names")
        String model,

        @Schema(description = "The version that was published; null until there is one.") @Nullable
        Integer version,

        JobStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "What is computed, defaults filled in and `mode` decided.")
        TrainingParams params,

        @Schema(description = "What was decided for you, in a sentence, such as the mode.") @Nullable
        String note,

        @Schema(description = "The corpus in a few numbers.")
        Job.CorpusSummary corpus,

        ProgressResponse progress,
        ValidationResponse validation,

        @Schema(description = "The course of the losses; left out in lists.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        TrainingHistory history,

        @Schema(description = "What the model wrote while it was trained, the latest last.")
        List<TrainingSample> samples,

        @Schema(description = "Why it ended before its last step; left out if it did not.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String earlyStop,

        @Schema(description = """
                What was found out about the model when the job ended: its dynamic validation loss, if that was asked \
                for, and how much it has learned by heart, at several temperatures; left out before and in lists.""") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        JobReport report,

        @Schema(
                description =
                        "Why it failed, or was paused without a request: the disk was full, or the service had too many files open. Left out otherwise.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String error) {

    static JobResponse of(Job job) {
        return of(job, job.history(), job.report());
    }

    /// A job without its history.
    static JobResponse inList(Job job) {
        return of(job, null, null);
    }

    private static JobResponse of(Job job, @Nullable TrainingHistory history, @Nullable JobReport report) {
        return new JobResponse(
                job.id().value(),
                job.model().value(),
                job.version(),
                job.status(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.params(),
                job.note(),
                job.corpus(),
                ProgressResponse.of(job),
                ValidationResponse.of(job),
                history,
                job.samples(),
                job.earlyStop(),
                report,
                job.error());
    }
}
