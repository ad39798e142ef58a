package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParametersTest {

    private static final ModelShape GRU = new ModelShape(7, CellKind.GRU_RESET_AFTER, 2, 5, 3);

    private static String[] describe(ModelShape shape) {
        return new Parameters(shape)
                .tensors().stream()
                        .map(tensor ->
                                "%s %d×%d".formatted(tensor.name(), tensor.matrix().numRows, tensor.matrix().numCols))
                        .toArray(String[]::new);
    }

    @Test
    void tensorsComeInAFixedOrderWithTheirNames() {
        assertThat(describe(GRU))
                .containsExactly(
                        "embedding 7×3",
                        "layer.0.W 3×15",
                        "layer.0.U 5×15",
                        "layer.0.b 1×15",
                        "layer.0.bU 1×15",
                        "layer.1.W 5×15",
                        "layer.1.U 5×15",
                        "layer.1.b 1×15",
                        "layer.1.bU 1×15",
                        "output.W 5×7",
                        "output.b 1×7");
    }

    @Test
    void matricesThatAModelDoesNotHaveAreNotListed() {
        assertThat(describe(new ModelShape(7, CellKind.LSTM, 1, 5, 0)))
                .containsExactly("layer.0.W 7×20", "layer.0.U 5×20", "layer.0.b 1×20", "output.W 5×7", "output.b 1×7");
        assertThat(describe(new ModelShape(7, CellKind.RNN, 1, 5, 2)))
                .containsExactly(
                        "embedding 7×2",
                        "layer.0.W 2×5",
                        "layer.0.U 5×5",
                        "layer.0.b 1×5",
                        "output.W 5×7",
                        "output.b 1×7");
        assertThat(describe(new ModelShape(7, CellKind.GRU_RESET_BEFORE, 1, 5, 0)))
                .containsExactly("layer.0.W 7×15", "layer.0.U 5×15", "layer.0.b 1×15", "output.W 5×7", "output.b 1×7");
    }

    @Test
    void aTensorIsTheMatrixThatTheModelReads() {
        var parameters = new Parameters(GRU);
        assertThat(parameters.find("embedding")).containsSame(parameters.embedding());
        assertThat(parameters.find("layer.1.W"))
                .containsSame(parameters.layer(1).W());
        assertThat(parameters.find("layer.1.U"))
                .containsSame(parameters.layer(1).U());
        assertThat(parameters.find("layer.0.b"))
                .containsSame(parameters.layer(0).b());
        assertThat(parameters.find("layer.0.bU"))
                .containsSame(parameters.layer(0).bU());
        assertThat(parameters.find("output.W")).containsSame(parameters.outputWeights());
        assertThat(parameters.find("output.b")).containsSame(parameters.outputBias());
        assertThat(parameters.find("layer.2.W")).isEmpty();
    }

    @Test
    void newParametersAreZero() {
        new Parameters(GRU)
                .tensors()
                .forEach(tensor -> assertThat(tensor.matrix().data).containsOnly(0f));
    }

    @Test
    void aCopyHasTheSameNumbersInMatricesOfItsOwn() {
        Parameters parameters = RandomModel.parameters(GRU, new SplittableRandom(1));
        Parameters copy = parameters.copy();
        assertThat(copy.shape()).isEqualTo(GRU);
        for (Parameters.Tensor tensor : parameters.tensors()) {
            float[] copied = copy.find(tensor.name()).orElseThrow().data;
            assertThat(copied).isEqualTo(tensor.matrix().data).isNotSameAs(tensor.matrix().data);
        }
        copy.tensors().forEach(tensor -> tensor.matrix().zero());
        copy.tensors().forEach(tensor -> assertThat(tensor.matrix().data).containsOnly(0f));
        parameters.tensors().forEach(tensor -> assertThat(tensor.matrix().data).doesNotContain(0f));
    }

    @Test
    void parametersOfAnotherShapeAreNotCopied() {
        var parameters = new Parameters(GRU);
        var other = new Parameters(new ModelShape(7, CellKind.GRU_RESET_BEFORE, 2, 5, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.setTo(other))
                .withMessageContaining("GRU_RESET_AFTER")
                .withMessageContaining("GRU_RESET_BEFORE");
    }
}
