package dev.charloom.training;

import org.jspecify.annotations.Nullable;

/// Where a run stood at one of its evaluations; one line of a model's history. Losses are in nats per character.
///
/// @param step steps taken until then
/// @param epoch the epoch that was under way, counted from 1
/// @param trainLoss mean over the characters trained on since the evaluation before
/// @param validationLoss of the present weights over the whole validation part; null without one
/// @param averagedLoss of the moving average of the weights; null where there is none
/// @param learningRate of the last step
/// @param best whether these weights were the best until then: the lowest validation loss, or without one the latest
public record Evaluation(
        long step,
        int epoch,
        double trainLoss,
        @Nullable Double validationLoss,
        @Nullable Double averagedLoss,
        double learningRate,
        boolean best) {

    /// The validation loss of the weights that this could have published; null without a validation part.
    @Nullable
    Double lowestLoss() {
        return lowest(validationLoss, averagedLoss);
    }

    static @Nullable Double lowest(@Nullable Double loss, @Nullable Double averaged) {
        return loss != null && averaged != null ? Double.valueOf(Math.min(loss, averaged)) : loss;
    }
}
