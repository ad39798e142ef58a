package dev.charloom.engine;

import java.util.random.RandomGenerator;
import org.ejml.data.FMatrixRMaj;

/// Parameters and states with no structure at all: every bias differs from zero and every gate is well away from both
/// of its ends, so that no term of a gradient vanishes.
final class RandomModel {

    private static final double BIAS = 0.5;
    private static final double EMBEDDING = 1;

    private RandomModel() {}

    static Parameters parameters(ModelShape shape, RandomGenerator random) {
        var parameters = new Parameters(shape);
        double limit = 1.5 / Math.sqrt(shape.hidden());
        for (Parameters.Tensor tensor : parameters.tensors()) {
            boolean bias = tensor.matrix().numRows == 1 && tensor.name().contains(".b");
            fill(tensor.matrix(), bias ? BIAS : tensor.name().equals("embedding") ? EMBEDDING : limit, random);
        }
        return parameters;
    }

    /// The state of sequences that have already been read for a while.
    static State state(ModelShape shape, int lanes, RandomGenerator random) {
        var state = new State(shape, lanes);
        for (int l = 0; l < shape.layers(); l++) {
            fill(state.h(l), 1, random);
            fill(state.c(l), 2, random);
        }
        return state;
    }

    static void fill(FMatrixRMaj matrix, double limit, RandomGenerator random) {
        for (int i = 0; i < matrix.getNumElements(); i++) {
            matrix.data[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
    }
}
