package dev.charloom.training;

import dev.charloom.text.Batches;
import dev.charloom.text.Corpus;
import org.jspecify.annotations.Nullable;

/// What a run trains and validates on.
///
/// @param corpus all of it
/// @param training the windows of an epoch
/// @param validation the windows of the validation part, the same in every epoch; null without one
/// @param stretches the validation part in one lane and short windows, for dynamic evaluation; null where there is none
record Curriculum(
        Corpus corpus,
        Batches training,
        @Nullable Batches validation,
        @Nullable Batches stretches) {}
