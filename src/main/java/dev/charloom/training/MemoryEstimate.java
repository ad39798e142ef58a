package dev.charloom.training;

import dev.charloom.engine.ModelShape;
import dev.charloom.training.TrainingParams.OptimizerChoice;

/// What a training job will hold in memory, reckoned before anything is allocated.
final class MemoryEstimate {

    /// Weights, gradients, two packed copies and the best weights.
    private static final double COPIES_OF_PARAMETERS = 5;

    private MemoryEstimate() {}

    /// Numbers in the largest matrix for windows of `rows` rows; one array cannot hold more than 2³¹ or so.
    static double largestMatrix(ModelShape shape, double rows) {
        double perRow = Math.max(shape.gatesSize(), shape.vocabulary());
        double weights = (double) Math.max(shape.hidden(), shape.vocabulary()) * perRow;
        return Math.max(rows * perRow, weights);
    }

    /// Bytes for training `shape` with windows of `rows` rows, on a corpus of `characters` characters.
    static double bytes(ModelShape shape, OptimizerChoice optimizer, double rows, double characters) {
        double copies = COPIES_OF_PARAMETERS + moments(optimizer);
        double parameters = shape.parameterCount();
        double inputTable = (double) shape.vocabulary() * shape.gatesSize() * 2;
        double perRow =
                shape.layers() * (shape.gatesSize() + 3.0 * shape.hidden()) + shape.vocabulary() + shape.hidden() + 3;
        double idBytes = shape.vocabulary() <= 256 ? 1 : shape.vocabulary() <= 65_536 ? 2 : 4;
        return 4 * (copies * parameters + inputTable + rows * perRow) + idBytes * characters;
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
