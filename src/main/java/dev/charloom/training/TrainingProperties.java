package dev.charloom.training;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How training is run; nothing here changes a model.
///
/// @param threads threads that share a training step, at least 1; 0 takes as many as there are cores
/// @param concurrentJobs jobs that train at the same time, at least 1
/// @param queueCapacity jobs that may wait, at least 1
/// @param memoryFraction largest share of the heap that one job may be estimated to need, above 0, at most 1
/// @param checkpointSeconds seconds after which a running job is written to disk, beside the checkpoints that its
///     parameters ask for; at least 1
/// @param keptCheckpoints how many checkpoints of a job are kept, at least 1
@ConfigurationProperties(prefix = "charloom.training", ignoreUnknownFields = false)
public record TrainingProperties(
        @DefaultValue("0") int threads,
        @DefaultValue("1") int concurrentJobs,
        @DefaultValue("100") int queueCapacity,
        @DefaultValue("0.7") double memoryFraction,
        @DefaultValue("60") int checkpointSeconds,
        @DefaultValue("2") int keptCheckpoints) {

    public TrainingProperties {
        require(threads >= 0, "charloom.training.threads must be 0 (the cores) or more: " + threads);
        require(concurrentJobs >= 1, "charloom.training.concurrent-jobs must be at least 1: " + concurrentJobs);
        require(queueCapacity >= 1, "charloom.training.queue-capacity must be at least 1: " + queueCapacity);
        require(
                memoryFraction > 0 && memoryFraction <= 1,
                "charloom.training.memory-fraction must be above 0, at most 1: " + memoryFraction);
        require(
                checkpointSeconds >= 1,
                "charloom.training.checkpoint-seconds must be at least 1: " + checkpointSeconds);
        require(keptCheckpoints >= 1, "charloom.training.kept-checkpoints must be at least 1: " + keptCheckpoints);
    }

    /// The threads of a training step, the cores where nothing else is said.
    int effectiveThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
