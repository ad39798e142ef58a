package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.NativeKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The engine's loss and gradients beside those of [NaiveNetwork].
final class OracleComparison {

    private static final double RELATIVE_LOSS = 1e-5;

    /// Of the norm of a matrix' gradient.
    private static final double RELATIVE_NORM = 1e-4;

    /// What float32 leaves of a norm whose terms, each of about one, cancel each other.
    private static final double LEAST_NORM = 1e-6;

    /// Of an element.
    static final double ABSOLUTE = 3e-6;

    private OracleComparison() {}

    /// With random weights and a random state before the batch.
    static void requireEqual(ModelShape shape, PackedBatch batch, RandomGenerator random, int... threadCounts) {
        requireEqual(shape, Dropout.NONE, 0, batch, random, threadCounts);
    }

    /// As [#requireEqual(ModelShape, PackedBatch, RandomGenerator, int...)], with what is dropped in a step.
    static void requireEqual(
            ModelShape shape,
            Dropout dropout,
            long step,
            PackedBatch batch,
            RandomGenerator random,
            int... threadCounts) {
        Parameters parameters = RandomModel.parameters(shape, random);
        requireEqual(parameters, dropout, step, batch, RandomModel.state(shape, batch.lanes(), random), threadCounts);
    }

    /// With the state before the batch.
    static void requireEqual(
            Parameters parameters, Dropout dropout, long step, PackedBatch batch, State initial, int... threadCounts) {
        ModelShape shape = parameters.shape();
        var oracle = new NaiveNetwork(parameters, new NaiveDropout(dropout, step));
        double loss = oracle.lossAndGradients(batch, initial);
        for (int threads : threadCounts) {
            for (Blas blas : kernels()) {
                String description = "%s, %s, %d lanes, %d steps, %d threads, kernel %s"
                        .formatted(shape, dropout, batch.lanes(), batch.steps(), threads, blas.name());
                TrainingPass pass = TrainingPass.of(parameters, dropout, step, batch, initial, threads, blas);
                assertThat(pass.loss()).as(description).isCloseTo(loss, within(RELATIVE_LOSS * loss));
                for (Parameters.Tensor tensor : pass.gradients().tensors()) {
                    double[] expected = oracle.gradients().get(tensor.name());
                    requireEqual(tensor.matrix().data, expected, tensor.name() + " of " + description);
                }
            }
        }
    }

    /// All kernels that there are for this platform.
    private static List<Blas> kernels() {
        var kernels = new ArrayList<Blas>(List.of(new JavaBlas()));
        if (NativeKernel.isExpected()) {
            kernels.add(NativeKernel.orSkip());
        }
        kernels.addAll(NativeKernel.machineCode());
        return kernels;
    }

    private static void requireEqual(float[] actual, double[] expected, String description) {
        assertThat(actual).as(description).hasSameSizeAs(expected);
        double largest = 0;
        double squares = 0;
        double expectedSquares = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            largest = Math.max(largest, difference);
            squares += difference * difference;
            expectedSquares += expected[i] * expected[i];
        }
        assertThat(largest).as(description).isLessThanOrEqualTo(ABSOLUTE);
        assertThat(Math.sqrt(squares))
                .as(description)
                .isLessThanOrEqualTo(RELATIVE_NORM * Math.sqrt(expectedSquares) + LEAST_NORM);
    }
}
