package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamTest {

    private static final ModelShape SHAPE = new ModelShape(7, CellKind.LSTM, 1, 5, 3);
    private static final int STEPS = 50;
    private static final double RATE = 0.003;

    /// Of the way that a weight went: β₂ rounded to float32 differs by 1e-8, and 1 − β₂ by 1e-5 of itself.
    private static final double RELATIVE = 3e-5;

    /// The paper's algorithm 1 for one weight.
    private static final class NaiveAdam {

        private double m;
        private double v;
        private double moved;
        private double way;

        void update(double gradient, int t, double rate) {
            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            double mHat = m / (1 - Math.pow(0.9, t));
            double vHat = v / (1 - Math.pow(0.999, t));
            double change = rate * mHat / (Math.sqrt(vHat) + 1e-8);
            moved -= change;
            way += Math.abs(change);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1f, 0.25f})
    void fiftyUpdatesEqualThePapers(float scale) {
        var adam = new Adam(SHAPE);
        var random = new SplittableRandom(1);
        // Weights of zero, so that what is compared is the way they went and not the rounding of where they were.
        var weights = new Parameters(SHAPE);
        NaiveAdam[][] naive = weights.tensors().stream()
                .map(tensor -> new NaiveAdam[tensor.matrix().getNumElements()])
                .toArray(NaiveAdam[][]::new);
        for (int step = 1; step <= STEPS; step++) {
            double rate = RATE * step / STEPS;
            Parameters gradients = gradients(random);
            adam.begin(step, rate);
            adam.update(weights, gradients, scale, SoleWorker.create(SHAPE));
            update(naive, gradients, scale, step, rate);
        }
        for (int i = 0; i < naive.length; i++) {
            float[] actual = weights.tensors().get(i).matrix().data;
            for (int j = 0; j < actual.length; j++) {
                assertThat((double) actual[j]).isCloseTo(naive[i][j].moved, within(RELATIVE * naive[i][j].way));
            }
        }
    }

    /// Gradients of every magnitude from 1e-10, where ε rules, to 1.
    private static Parameters gradients(SplittableRandom random) {
        var gradients = new Parameters(SHAPE);
        for (Parameters.Tensor tensor : gradients.tensors()) {
            float[] g = tensor.matrix().data;
            for (int j = 0; j < g.length; j++) {
                g[j] = (float) (Math.pow(10, -(j % 11)) * (0.2 + random.nextGaussian()));
            }
        }
        return gradients;
    }

    private static void update(NaiveAdam[][] naive, Parameters gradients, float scale, int step, double rate) {
        for (int i = 0; i < naive.length; i++) {
            float[] g = gradients.tensors().get(i).matrix().data;
            for (int j = 0; j < g.length; j++) {
                if (naive[i][j] == null) {
                    naive[i][j] = new NaiveAdam();
                }
                naive[i][j].update((double) g[j] * scale, step, rate);
            }
        }
    }

    @Test
    void theFirstUpdateMovesEveryWeightByTheRate() {
        var weights = new Parameters(SHAPE);
        var gradients = new Parameters(SHAPE);
        gradients.outputBias().setData(new float[] {1, -1, 1e-3f, -1e-3f, 1e3f, -1e3f, 0});
        var adam = new Adam(SHAPE);
        adam.begin(1, 0.01);
        adam.update(weights, gradients, 1f, SoleWorker.create(SHAPE));
        assertThat(weights.outputBias().data)
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(-0.01f, 0.01f, -0.01f, 0.01f, -0.01f, 0.01f, 0f);
    }

    @Test
    void theShareOfEveryWorkerMakesUpTheWholeBitForBit() {
        var random = new SplittableRandom(2);
        Parameters whole = RandomModel.parameters(SHAPE, random);
        Parameters shared = whole.copy();
        var adam = new Adam(SHAPE);
        var other = new Adam(SHAPE);
        for (int step = 1; step <= 3; step++) {
            Parameters gradients = gradients(random);
            adam.begin(step, RATE);
            adam.update(whole, gradients, 0.5f, SoleWorker.create(SHAPE));
            other.begin(step, RATE);
            for (int index = 0; index < 3; index++) {
                other.update(shared, gradients, 0.5f, SoleWorker.part(SHAPE, index, 3));
            }
        }
        for (int i = 0; i < whole.tensors().size(); i++) {
            assertThat(shared.tensors().get(i).matrix().data)
                    .isEqualTo(whole.tensors().get(i).matrix().data);
        }
    }
}
