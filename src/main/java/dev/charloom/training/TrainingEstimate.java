package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.text.CorpusStatistics;
import org.jspecify.annotations.Nullable;

/// What a job would be and cost, without training anything.
///
/// @param params with everything decided
/// @param note what was decided for the user; null if nothing was
/// @param validation how the validation loss would be measured
/// @param shape of the network, vocabulary included
/// @param parameters how many trainable numbers it has
/// @param steps how many steps the run would take at most
/// @param seconds how long it would take, about, by the speed of the first steps
/// @param memoryBytes what it would hold in memory, about
/// @param memoryLimit what a job may hold
/// @param corpus what the corpus is made of
public record TrainingEstimate(
        TrainingParams params,
        @Nullable String note,
        Job.Validation validation,
        ModelManifest.Shape shape,
        long parameters,
        long steps,
        double seconds,
        long memoryBytes,
        long memoryLimit,
        CorpusStatistics corpus) {}
