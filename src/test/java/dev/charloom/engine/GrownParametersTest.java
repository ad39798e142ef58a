package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrownParametersTest {

    private static final int BEFORE = 5;
    private static final int AFTER = 8;

    private static ModelShape shape(CellKind cell, int vocabulary, int embedding) {
        return new ModelShape(vocabulary, cell, 2, 6, embedding);
    }

    /// Logits after a short text, V of them.
    private static float[] logits(Parameters parameters) {
        var blas = new JavaBlas();
        var network = Network.forInference(parameters, blas);
        var tape = Tape.forInference(parameters.shape(), 4, 1, blas);
        var window = new Window();
        window.set(4, new int[] {1, 1, 1, 1}, new int[] {-1, 3, 0, 4}, new int[] {-1, -1, -1, -1});
        float[] all = network.logits(window, new State(parameters.shape(), 1), tape);
        int size = parameters.shape().vocabulary();
        return java.util.Arrays.copyOfRange(all, 3 * size, 4 * size);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheSmallerModelKnowsItPredictsAsBefore(CellKind cell) {
        for (int embedding : new int[] {0, 3}) {
            Parameters small = RandomModel.parameters(shape(cell, BEFORE, embedding), new SplittableRandom(1));
            Parameters large = RandomModel.parameters(shape(cell, AFTER, embedding), new SplittableRandom(2));

            GrownParameters.copy(small, large);

            float[] before = logits(small);
            float[] after = logits(large);
            for (int id = 0; id < BEFORE; id++) {
                assertThat(after[id]).isCloseTo(before[id], within(1e-5f));
            }
        }
    }

    @Test
    void rowsAndColumnsOfNewCharactersStayAsTheyWere() {
        Parameters small = RandomModel.parameters(shape(CellKind.LSTM, BEFORE, 3), new SplittableRandom(1));
        Parameters large = RandomModel.parameters(shape(CellKind.LSTM, AFTER, 3), new SplittableRandom(2));
        Parameters fresh = large.copy();

        GrownParameters.copy(small, large);

        assertThat(large.embedding().get(BEFORE, 1)).isEqualTo(fresh.embedding().get(BEFORE, 1));
        assertThat(large.outputWeights().get(4, AFTER - 1))
                .isEqualTo(fresh.outputWeights().get(4, AFTER - 1));
        assertThat(large.outputWeights().get(4, 0))
                .isEqualTo(small.outputWeights().get(4, 0));
        assertThat(large.outputBias().get(0, BEFORE))
                .isEqualTo(fresh.outputBias().get(0, BEFORE));
    }

    @Test
    void modelsOfOtherLayersOrFewerCharactersAreRefused() {
        var small = new Parameters(shape(CellKind.LSTM, BEFORE, 3));
        var large = new Parameters(shape(CellKind.LSTM, AFTER, 3));
        var other = new Parameters(shape(CellKind.GRU_RESET_AFTER, AFTER, 3));

        assertThatThrownBy(() -> GrownParameters.copy(large, small)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GrownParameters.copy(small, other)).isInstanceOf(IllegalArgumentException.class);
    }
}
