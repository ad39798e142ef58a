package dev.charloom.training;

import org.jspecify.annotations.Nullable;

/// How far a job is. Losses are in nats per character.
///
/// @param epoch the pass over the training part that is under way, counted from 1
/// @param epochs passes in all
/// @param step steps taken
/// @param steps steps in all
/// @param charactersPerSecond trained characters per second, lately; null before the first step
/// @param etaSeconds seconds to the end at that speed, with what comes between steps; null before the first step
/// @param trainLoss mean over the characters trained on since the last evaluation
/// @param validationLoss of the last evaluation; null without a validation part
/// @param bestValidationLoss lowest so far; null without a validation part
/// @param bitsPerCharacter the validation loss, or without one the training loss, in bits
public record Progress(
        int epoch,
        int epochs,
        long step,
        long steps,
        @Nullable Double charactersPerSecond,
        @Nullable Double etaSeconds,
        @Nullable Double trainLoss,
        @Nullable Double validationLoss,
        @Nullable Double bestValidationLoss,
        @Nullable Double bitsPerCharacter) {

    /// The share that is done, 0 to 1.
    public double fraction() {
        return steps == 0 ? 0 : (double) step / steps;
    }
}
