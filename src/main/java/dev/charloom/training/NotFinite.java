package dev.charloom.training;

/// Training left the numbers too often: a loss or a gradient was infinite or not a number.
final class NotFinite extends RuntimeException {

    /// @param setbacks how often the run had gone back to a checkpoint before
    NotFinite(long step, double learningRate, int setbacks) {
        super("the loss or the gradients were not finite at step " + step + " with learning rate " + learningRate
                + ", after going back " + setbacks
                + " times with half the rate each; a lower learningRate or clipNorm usually helps");
    }
}
