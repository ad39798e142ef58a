package dev.charloom.training;

/// The training loss over one step, or over several that follow one another.
///
/// @param step the last of them, counted from 1
/// @param loss mean over their characters, in nats per character
/// @param characters how many there were
/// @param learningRate of the last of them
/// @param gradientNorm the largest global norm of their gradients before clipping
public record LossPoint(long step, double loss, long characters, double learningRate, double gradientNorm) {

    /// This and what came after it as one.
    LossPoint with(LossPoint next) {
        long both = characters + next.characters;
        double mean = both == 0 ? next.loss : (loss * characters + next.loss * next.characters) / both;
        return new LossPoint(next.step, mean, both, next.learningRate, Math.max(gradientNorm, next.gradientNorm));
    }
}
