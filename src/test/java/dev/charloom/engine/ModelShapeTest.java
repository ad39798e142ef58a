package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelShapeTest {

    /// The model of TensorFlow's tutorial "Text generation with an RNN", with a vocabulary of 53.
    @Test
    void theTableIsTheTutorialsSummary() {
        var shape = new ModelShape(53, CellKind.GRU_RESET_AFTER, 1, 1024, 256);
        assertThat(shape.table())
                .containsExactly(
                        new ModelShape.Layer("embedding", "Embedding", 256, 13_568),
                        new ModelShape.Layer("gru_1", "GRU", 1024, 3_938_304),
                        new ModelShape.Layer("output", "Dense", 53, 54_325));
        assertThat(shape.parameterCount()).isEqualTo(4_006_197);
    }

    @Test
    void theOtherGruHasOneBiasLess() {
        var shape = new ModelShape(53, CellKind.GRU_RESET_BEFORE, 1, 1024, 256);
        assertThat(shape.table().get(1)).isEqualTo(new ModelShape.Layer("gru_1", "GRU", 1024, 3_935_232));
    }

    @Test
    void aOneHotModelHasNoEmbeddingAndItsFirstLayerReadsTheVocabulary() {
        assertThat(new ModelShape(65, CellKind.LSTM, 2, 128, 0).table())
                .containsExactly(
                        new ModelShape.Layer("lstm_1", "LSTM", 128, 99_328), // 4·128·(65 + 128 + 1)
                        new ModelShape.Layer("lstm_2", "LSTM", 128, 131_584), // 4·128·(128 + 128 + 1)
                        new ModelShape.Layer("output", "Dense", 65, 8_385)); // 128·65 + 65
    }

    @Test
    void aSimpleCellHasOneGate() {
        var shape = new ModelShape(27, CellKind.RNN, 1, 100, 0);
        assertThat(shape.table())
                .containsExactly(
                        new ModelShape.Layer("rnn_1", "RNN", 100, 12_800), // 100·(27 + 100 + 1)
                        new ModelShape.Layer("output", "Dense", 27, 2_727)); // 100·27 + 27
        assertThat(shape.parameterCount()).isEqualTo(15_527);
    }

    @ParameterizedTest
    @EnumSource
    void theCountIsThatOfTheNumbersThatTheParametersHold(CellKind cell) {
        for (int embedding : new int[] {0, 3}) {
            var shape = new ModelShape(7, cell, 3, 5, embedding);
            long numbers = new Parameters(shape)
                    .tensors().stream()
                            .mapToLong(tensor -> tensor.matrix().getNumElements())
                            .sum();
            assertThat(shape.parameterCount()).isEqualTo(numbers);
        }
    }

    @Test
    void aCountBeyondIntIsRight() {
        var shape = new ModelShape(2, CellKind.LSTM, 1, 30_000, 0);
        assertThat(shape.parameterCount()).isEqualTo(120_000L * 30_003 + 60_002);
    }

    @Test
    void inputSizesFollowTheLayers() {
        var oneHot = new ModelShape(7, CellKind.LSTM, 2, 5, 0);
        var embedded = new ModelShape(7, CellKind.LSTM, 2, 5, 3);
        assertThat(oneHot.oneHot()).isTrue();
        assertThat(embedded.oneHot()).isFalse();
        assertThat(oneHot.inputSize(0)).isEqualTo(7);
        assertThat(embedded.inputSize(0)).isEqualTo(3);
        assertThat(oneHot.inputSize(1)).isEqualTo(5);
        assertThat(embedded.inputSize(1)).isEqualTo(5);
        assertThat(embedded.gatesSize()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0, vocabulary must be at least 2: 1",
        "2, 0, 1, 0, layers must be at least 1: 0",
        "2, 1, 0, 0, hidden must be at least 1: 0",
        "2, 1, 1, -1, embedding must not be negative: -1",
    })
    void aShapeThatCannotBeIsRefusedWithItsValue(
            int vocabulary, int layers, int hidden, int embedding, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModelShape(vocabulary, CellKind.RNN, layers, hidden, embedding))
                .withMessage(message);
    }

    @Test
    void theSmallestShapeIsAllowed() {
        assertThat(new ModelShape(2, CellKind.RNN, 1, 1, 0).parameterCount()).isEqualTo(2 + 1 + 1 + 4);
    }
}
