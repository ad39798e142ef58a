package dev.charloom.web;

import dev.charloom.repository.ModelName;
import dev.charloom.text.CorpusFile;
import dev.charloom.training.Evaluation;
import dev.charloom.training.Job;
import dev.charloom.training.JobId;
import dev.charloom.training.JobReport;
import dev.charloom.training.JobStatus;
import dev.charloom.training.LossPoint;
import dev.charloom.training.Progress;
import dev.charloom.training.TrainingHistory;
import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingSample;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Jobs for tests.
final class Jobs {

    static final CorpusFile CORPUS = new CorpusFile(Path.of("corpus"), "ab".repeat(32), 15, 14);
    static final Job.CorpusSummary SUMMARY = new Job.CorpusSummary(CORPUS.sha256(), 15, 14, 3, 9);
    private static final Job.Validation VALIDATION =
            new Job.Validation("10 % of the lines were held out.", "Each is read from the zero state.");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Jobs() {}

    static Job queued(String id) {
        return queued(id, "names", TrainingParams.defaults());
    }

    static Job queued(String id, String model, TrainingParams params) {
        return Job.queued(new JobId(id), new ModelName(model), NOON, params, null, VALIDATION, SUMMARY);
    }

    static Job running(String id, Progress progress) {
        return new Job(
                new JobId(id),
                new ModelName("names"),
                JobStatus.RUNNING,
                NOON,
                NOON.plusSeconds(1),
                null,
                TrainingParams.defaults().withMode(TrainingParams.Mode.LINES),
                "The corpus is read line by line: its lines are short.",
                VALIDATION,
                SUMMARY,
                progress,
                new TrainingHistory(
                        List.of(new LossPoint(50, 1.5, 640, 0.004, 0.75)),
                        List.of(new Evaluation(50, 1, 1.5, 2.0, null, 0.004, false))),
                List.of(new TrainingSample(50, 1, "Ada")),
                null,
                null,
                null,
                null);
    }

    static Job succeeded(String id) {
        Job job = queued(id);
        return new Job(
                job.id(),
                job.model(),
                JobStatus.SUCCEEDED,
                NOON,
                NOON,
                NOON,
                job.params(),
                null,
                VALIDATION,
                SUMMARY,
                null,
                job.history(),
                List.of(),
                1,
                null,
                new JobReport(1.5, List.of(new JobReport.Originality(0.8, 10, 0.5, 0.25, 3, "Ada", "Ada Bea"))),
                null);
    }
}
