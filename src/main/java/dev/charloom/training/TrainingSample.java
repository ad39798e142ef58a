package dev.charloom.training;

/// Text that a model wrote while it was trained.
///
/// @param step steps taken until then
/// @param epoch the epoch that was under way
/// @param text what it wrote
public record TrainingSample(long step, int epoch, String text) {}
