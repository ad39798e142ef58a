package dev.charloom.training;

import dev.charloom.repository.ModelName;
import java.time.Instant;
import java.util.List;

/// Jobs as they might stand.
final class JobFixtures {

    static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    private JobFixtures() {}

    static Job queued(String id) {
        var corpus = new Job.CorpusSummary("ab".repeat(32), 9, 8, 2, 3);
        return Job.queued(
                new JobId(id),
                new ModelName("cats"),
                CREATED,
                TrainingFixtures.params(b -> b),
                "Mode lines was chosen. 模型 \uD83D\uDE00",
                new Job.Validation("The last 20 % were held out.", "They are read."),
                corpus);
    }

    static Job running(String id) {
        return queued(id)
                .running(CREATED.plusSeconds(1))
                .withProgress(new Progress(1, 3, 5, 10, 12.5, null, 1.25, null, null, 0.5))
                .withHistory(new TrainingHistory(
                        List.of(new LossPoint(5, 1.25, 40, 0.01, 2.5)),
                        List.of(new Evaluation(5, 1, 1.25, 1.5, 1.375, 0.01, true))))
                .withSample(new TrainingSample(5, 1, "a\nb \u2028 \uD83D\uDE00"));
    }
}
