package dev.charloom.training;

import dev.charloom.text.Batches;
import org.jspecify.annotations.Nullable;

/// What a run trains and validates on.
///
/// @param training the windows of an epoch
/// @param validation the windows of the validation part, the same in every epoch; null without one
record Curriculum(Batches training, @Nullable Batches validation) {}
