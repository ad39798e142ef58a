package dev.charloom.training;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.Tape;
import dev.charloom.training.TrainingParams.OptimizerChoice;

/// What a training job will hold in memory, reckoned before anything is allocated.
final class MemoryEstimate {

    /// Weights, gradients, two packed copies and the best weights.
    private static final double COPIES_OF_PARAMETERS = 5;

    /// Where a line begins, its length, its place among the training or validation lines and in the order of an epoch,
    /// and that of the epoch after it while it is drawn; for batches of one line, which take most.
    private static final double BYTES_OF_A_LINE = 40;

    private MemoryEstimate() {}

    /// Bytes for training `shape` with windows of `rows` rows, without those of the corpus.
    static double bytes(ModelShape shape, TrainingParams params, double rows) {
        Regularization it = params.regularization();
        double copies = COPIES_OF_PARAMETERS
                + moments(params.optimization().optimizer())
                + (it.averageDecay() == null ? 0 : 1)
                + (it.weightDrop() == 0 ? 0 : 1);
        double parameters = shape.parameterCount();
        double inputTable = (double) shape.vocabulary() * shape.gatesSize() * 2;
        double perRow = shape.layers() * (Tape.gatesStride(shape) + 3.0 * shape.hidden())
                + shape.vocabulary()
                + shape.hidden()
                + 3
                + (shape.normalised() ? 3.0 * shape.layers() * shape.gatesSize() : 0)
                + maskedPerRow(shape, it);
        double copiedStates = Tape.copiedRows(rows) * shape.hidden();
        return 4 * (copies * parameters + inputTable + rows * perRow + copiedStates);
    }

    /// Bytes of the ids of a corpus, and of what is known of its lines.
    ///
    /// @param lines those that are sequences of their own; 0 for one stream
    static double corpusBytes(ModelShape shape, long characters, long lines) {
        double idBytes = shape.vocabulary() <= 256 ? 1 : shape.vocabulary() <= 65_536 ? 2 : 4;
        return idBytes * characters + BYTES_OF_A_LINE * lines;
    }

    private static double maskedPerRow(ModelShape shape, Regularization it) {
        return (it.inputDropout() == 0 ? 0 : 2.0 * shape.embedding())
                + (it.layerDropout() == 0 ? 0 : (shape.layers() - 1.0) * shape.hidden())
                + (it.outputDropout() == 0 ? 0 : (shape.skips() ? shape.layers() : 1.0) * shape.hidden());
    }

    /// Bytes of a checkpoint: weights, the best weights, moments.
    static long checkpointBytes(ModelShape shape, OptimizerChoice optimizer) {
        return 4 * (2L + moments(optimizer)) * shape.parameterCount();
    }

    private static int moments(OptimizerChoice optimizer) {
        return switch (optimizer) {
            case SGD, RMSPROP -> 1;
            case ADAM, ADAMW -> 2;
        };
    }
}
