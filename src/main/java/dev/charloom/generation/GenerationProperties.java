package dev.charloom.generation;

import dev.charloom.repository.InvalidModelName;
import dev.charloom.repository.ModelReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How writing is run.
///
/// @param defaultModel the model, or `name:version`, that answers where a request names none; unset for the most
///     recently trained one
/// @param loadedModels how many models stay in memory, at least 1
/// @param threads threads that share a pass while no job trains and few requests are under way, at least 1; 0 takes as
///     many as there are cores, at most 4
/// @param batchSize how many texts of a model advance in one pass, 1 to 1024
/// @param concurrentRequests how many requests for a model are under way at once, at least 1
/// @param queueCapacity how many more may wait for it, at least 1
/// @param sessions how many sessions are kept, at least 1
/// @param sessionTime how long a session is kept after its last use, at least a second
/// @param timeLimit after which a request that waits for its whole answer is given up, a second to 365 days
@ConfigurationProperties(prefix = "charloom.generation", ignoreUnknownFields = false)
public record GenerationProperties(
        @Nullable String defaultModel,
        @DefaultValue("4") int loadedModels,
        @DefaultValue("0") int threads,
        @DefaultValue("64") int batchSize,
        @DefaultValue("256") int concurrentRequests,
        @DefaultValue("256") int queueCapacity,
        @DefaultValue("1000") int sessions,
        @DefaultValue("30m") Duration sessionTime,
        @DefaultValue("120s") Duration timeLimit) {

    /// A step for one text takes microseconds, and more threads would wait for each other longer than they compute.
    private static final int MOST_THREADS = 4;

    /// As good as none, and still a number of nanoseconds.
    private static final Duration LONGEST_ANSWER = Duration.ofDays(365);

    public GenerationProperties {
        require(
                defaultModel == null || defaultModel.isBlank() || isReference(defaultModel),
                "default-model must be the name of a model, or name:version: " + defaultModel);
        require(loadedModels >= 1, "loaded-models must be at least 1: " + loadedModels);
        require(threads >= 0, "threads must be 0 (the cores, at most 4) or more: " + threads);
        require(batchSize >= 1 && batchSize <= 1024, "batch-size must be 1 to 1024: " + batchSize);
        require(concurrentRequests >= 1, "concurrent-requests must be at least 1: " + concurrentRequests);
        require(queueCapacity >= 1, "queue-capacity must be at least 1: " + queueCapacity);
        require(sessions >= 1, "sessions must be at least 1: " + sessions);
        require(sessionTime.toSeconds() >= 1, "session-time must be at least 1s: " + sessionTime);
        require(
                timeLimit.toSeconds() >= 1 && timeLimit.compareTo(LONGEST_ANSWER) <= 0,
                "time-limit must be 1s to 365d: " + timeLimit);
    }

    ModelWorker.Limits workerLimits() {
        return new ModelWorker.Limits(batchSize, concurrentRequests, queueCapacity);
    }

    /// The threads of a pass.
    int effectiveThreads() {
        return threads == 0 ? Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()) : threads;
    }

    private static boolean isReference(String name) {
        try {
            ModelReference.parse(name);
            return true;
        } catch (InvalidModelName e) {
            return false;
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("charloom.generation." + message);
        }
    }
}
