package dev.charloom.training;

/// Training left the numbers: a loss was infinite or not a number.
final class NotFinite extends RuntimeException {

    NotFinite(long step, double learningRate) {
        super("the loss was not finite at step " + step + " with learning rate " + learningRate
                + "; a lower learningRate or clipNorm usually helps");
    }
}
