package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

/// Hidden states of PyTorch's `nn.LSTM` and `nn.GRU`, rounded to four digits.
///
/// The numbers are those of huggingface/candle, `candle-nn/tests/rnn.rs` at
/// 2a13b0f3ff62f7e67013597f2996f764c5735e21 (MIT or Apache-2.0), which states that they come from PyTorch. PyTorch
/// keeps a weight as G·H×D, gates stacked along the first axis in the order of ours, so W and U are its transposes.
/// Step t reads the vector [x_t, x_t/2], which is row t of the embeddings here.
class PyTorchVectorsTest {

    private static final float FOUR_DIGITS = 0.5e-4f;

    private static final float[] X = {3, 1, 4, 1, 5, 9, 2};
    private static final int INPUTS = 2;
    private static final int HIDDEN = 3;
    private static final float[] BIAS = {-1, 1, -0.5f, 2};

    @Test
    void lstmEndsInPyTorchsStates() {
        var parameters = new Parameters(new ModelShape(X.length, CellKind.LSTM, 1, HIDDEN, INPUTS));
        setCommonParts(parameters);
        float[] b = parameters.layer(0).b().data;
        for (int j = 0; j < b.length; j++) {
            b[j] = inputBias(j) + recurrentBias(j);
        }
        State state = read(parameters);
        assertThat(state.h(0).data)
                .usingComparatorWithPrecision(FOUR_DIGITS)
                .containsExactly(0.9919f, 0.1738f, -0.1451f);
        assertThat(state.c(0).data)
                .usingComparatorWithPrecision(FOUR_DIGITS)
                .containsExactly(5.725f, 0.4458f, -0.2908f);
    }

    @Test
    void gruThatResetsAfterTheProductEndsInPyTorchsState() {
        var parameters = new Parameters(new ModelShape(X.length, CellKind.GRU_RESET_AFTER, 1, HIDDEN, INPUTS));
        setCommonParts(parameters);
        for (int j = 0; j < 3 * HIDDEN; j++) {
            parameters.layer(0).b().data[j] = inputBias(j);
            parameters.layer(0).bU().data[j] = recurrentBias(j);
        }
        assertThat(read(parameters).h(0).data)
                .usingComparatorWithPrecision(FOUR_DIGITS)
                .containsExactly(0.0579f, 0.8836f, -0.9991f);
    }

    private static void setCommonParts(Parameters parameters) {
        for (int t = 0; t < X.length; t++) {
            parameters.embedding().set(t, 0, X[t]);
            parameters.embedding().set(t, 1, X[t] / 2);
        }
        setTransposed(parameters.layer(0).W(), Math::cos);
        setTransposed(parameters.layer(0).U(), Math::sin);
    }

    /// The transpose of a matrix whose elements, row by row, are `f` of 0, 1, 2, …
    private static void setTransposed(FMatrixRMaj matrix, DoubleUnaryOperator f) {
        for (int row = 0; row < matrix.numRows; row++) {
            for (int column = 0; column < matrix.numCols; column++) {
                matrix.set(row, column, (float) f.applyAsDouble(column * matrix.numRows + row));
            }
        }
    }

    private static float inputBias(int j) {
        return BIAS[j % BIAS.length];
    }

    private static float recurrentBias(int j) {
        return (float) Math.cos(inputBias(j));
    }

    private static State read(Parameters parameters) {
        int[] widths = new int[X.length];
        int[] inputs = new int[X.length];
        int[] targets = new int[X.length];
        Arrays.fill(widths, 1);
        Arrays.setAll(inputs, t -> t);
        Arrays.fill(targets, -1);
        var state = new State(parameters.shape(), 1);
        var batch = new PackedBatch(widths, inputs, targets);
        return Reading.inWindows(Network.forInference(parameters, new JavaBlas()), batch, state)
                .state();
    }
}
