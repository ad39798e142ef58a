package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientClippingTest {

    /// Matrices of one element, of less than a block of 8,192, of exactly two and of more.
    private static final ModelShape SHAPE = new ModelShape(128, CellKind.LSTM, 1, 64, 33);

    private static final double RELATIVE = 1e-13;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50})
    void theNormIsThatOverAllMatricesWhateverTheWorkers(int workers) {
        Parameters gradients = RandomModel.parameters(SHAPE, new SplittableRandom(1));
        double sum = 0;
        for (Parameters.Tensor tensor : gradients.tensors()) {
            for (float g : tensor.matrix().data) {
                sum += (double) g * g;
            }
        }
        double norm = norm(gradients, workers);
        assertThat(norm).isCloseTo(Math.sqrt(sum), within(RELATIVE * norm));
        assertThat(norm).isEqualTo(norm(gradients, 1));
    }

    private static double norm(Parameters gradients, int workers) {
        var clipping = new GradientClipping(gradients, 1);
        for (int index = 0; index < workers; index++) {
            clipping.measure(gradients, SoleWorker.part(gradients.shape(), index, workers));
        }
        return clipping.norm();
    }

    @Test
    void everyElementCounts() {
        var shape = new ModelShape(3, CellKind.RNN, 2, 3, 2);
        for (int i = 0; i < new Parameters(shape).tensors().size(); i++) {
            var gradients = new Parameters(shape);
            float[] g = gradients.tensors().get(i).matrix().data;
            for (int j = 0; j < g.length; j++) {
                g[j] = -3;
                assertThat(norm(gradients, 2)).isEqualTo(3);
                g[j] = 0;
            }
        }
    }

    @Test
    void squaresThatFloatCannotHoldDoNotOverflow() {
        var gradients = new Parameters(new ModelShape(2, CellKind.RNN, 1, 1, 0));
        gradients.outputBias().setData(new float[] {3e30f, 4e30f});
        assertThat(norm(gradients, 1)).isCloseTo(5e30, within(5e30 * 1e-7));
    }

    @Test
    void aNormAboveTheLimitIsScaledDownToIt() {
        var clipping = new GradientClipping(new Parameters(SHAPE), 5);
        assertThat(clipping.scale(20)).isEqualTo(0.25f);
        assertThat(clipping.scale(5.0001)).isLessThan(1f);
    }

    @Test
    void aNormUpToTheLimitIsLeftAlone() {
        var clipping = new GradientClipping(new Parameters(SHAPE), 5);
        assertThat(clipping.scale(5)).isEqualTo(1f);
        assertThat(clipping.scale(4.9)).isEqualTo(1f);
        assertThat(clipping.scale(0)).isEqualTo(1f);
    }

    @Test
    void aLimitOfZeroClipsNothing() {
        var clipping = new GradientClipping(new Parameters(SHAPE), 0);
        assertThat(clipping.scale(1e9)).isEqualTo(1f);
        assertThat(clipping.scale(0)).isEqualTo(1f);
    }
}
