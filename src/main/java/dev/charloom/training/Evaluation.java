package dev.charloom.training;

import org.jspecify.annotations.Nullable;

/// Where a run stood at one of its evaluations; one line of a model's history. Losses are in nats per character.
///
/// @param step steps taken until then
/// @param epoch the epoch that was under way, counted from 1
/// @param trainLoss mean over the characters trained on since the evaluation before
/// @param validationLoss over the whole validation part; null without one
/// @param learningRate of the last step
/// @param best whether these weights were the best until then: the lowest validation loss, or without one the latest
public record Evaluation(
        long step, int epoch, double trainLoss, @Nullable Double validationLoss, double learningRate, boolean best) {}
