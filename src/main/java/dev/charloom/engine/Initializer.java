package dev.charloom.engine;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.ejml.data.FMatrixRMaj;

/// Initial weights, drawn from one random source in the order of [Parameters#tensors].
///
/// Input and output weights uniform after X. Glorot, Y. Bengio, "Understanding the difficulty of training deep
/// feedforward neural networks", 2010, each gate for itself; recurrent weights orthogonal, each gate for itself (A. M.
/// Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014); biases
/// zero, but 1 for an LSTM's forget gate (R. Jozefowicz et al., "An Empirical Exploration of Recurrent Network
/// Architectures", 2015); embeddings normal with deviation 0.1; gains 1.
public final class Initializer {

    private static final float EMBEDDING_DEVIATION = 0.1f;

    private final RandomGenerator random;

    public Initializer(RandomGenerator random) {
        this.random = random;
    }

    /// New parameters of the given shape.
    public Parameters initialize(ModelShape shape) {
        var parameters = new Parameters(shape);
        initialize(parameters);
        return parameters;
    }

    /// Writes initial weights into parameters that are new, which have zeros everywhere.
    public void initialize(Parameters parameters) {
        initialize(parameters, this::orthogonal);
    }

    /// The same with recurrent weights that are uniform like the others: enough to measure how fast a shape is.
    /// Orthogonal ones take some 3·H³ operations for each gate, which for a few thousand units are seconds.
    public Parameters initializeUniformly(ModelShape shape) {
        var parameters = new Parameters(shape);
        initialize(parameters, U -> glorot(U, 2 * shape.hidden()));
        return parameters;
    }

    private void initialize(Parameters parameters, Consumer<FMatrixRMaj> recurrent) {
        ModelShape shape = parameters.shape();
        float[] embedding = parameters.embedding().data;
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) (EMBEDDING_DEVIATION * random.nextGaussian());
        }
        for (int l = 0; l < shape.layers(); l++) {
            Parameters.Layer layer = parameters.layer(l);
            java.util.Arrays.fill(layer.gW().data, 1f);
            java.util.Arrays.fill(layer.gU().data, 1f);
            glorot(layer.W(), layer.W().numRows + shape.hidden());
            recurrent.accept(layer.U());
            if (shape.cell() == CellKind.LSTM) {
                java.util.Arrays.fill(layer.b().data, shape.hidden(), 2 * shape.hidden(), 1f);
            }
        }
        glorot(parameters.outputWeights(), shape.hidden() + shape.vocabulary());
        for (int l = 0; l < shape.layers() - 1; l++) {
            glorot(parameters.skipWeights(l), shape.hidden() + shape.vocabulary());
        }
    }

    private void glorot(FMatrixRMaj m, int fanInPlusFanOut) {
        double limit = Math.sqrt(6.0 / fanInPlusFanOut);
        for (int i = 0; i < m.data.length; i++) {
            m.data[i] = (float) (limit * (2 * random.nextDouble() - 1));
        }
    }

    private void orthogonal(FMatrixRMaj U) {
        for (int column = 0; column < U.numCols; column += U.numRows) {
            orthogonal(U, column);
        }
    }

    /// Fills the H×H block from `column` on with the orthogonal factor of a Gaussian matrix, which is uniform over the
    /// orthogonal matrices.
    private void orthogonal(FMatrixRMaj U, int column) {
        int hidden = U.numRows;
        var gaussian = new FMatrixRMaj(hidden, hidden);
        for (int i = 0; i < gaussian.data.length; i++) {
            gaussian.data[i] = (float) random.nextGaussian();
        }
        FMatrixRMaj Q = OrthogonalFactor.of(gaussian);
        for (int i = 0; i < hidden; i++) {
            System.arraycopy(Q.data, i * hidden, U.data, i * U.numCols + column, hidden);
        }
    }
}
