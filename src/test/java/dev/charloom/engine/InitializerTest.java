package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {

    private static final double ORTHOGONAL = 1e-5;

    /// Of a variance estimated from more than ten thousand draws: several standard errors.
    private static final double VARIANCE = 0.05;

    private static Parameters initialize(ModelShape shape, long seed) {
        return new Initializer(new SplittableRandom(seed)).initialize(shape);
    }

    @ParameterizedTest
    @EnumSource
    void everyGatesRecurrentWeightsAreOrthogonal(CellKind cell) {
        for (int hidden : new int[] {1, 3, 17, 130}) {
            Parameters parameters = initialize(new ModelShape(5, cell, 2, hidden, 4), hidden);
            for (int l = 0; l < 2; l++) {
                for (int gate = 0; gate < cell.gates(); gate++) {
                    assertOrthogonal(parameters.layer(l).U(), gate * hidden);
                }
            }
        }
    }

    @Test
    void uniformRecurrentWeightsAreDrawnWithinGlorotsLimit() {
        float[] drawn = new Initializer(new SplittableRandom(3))
                .initializeUniformly(new ModelShape(5, CellKind.LSTM, 1, 60, 4))
                .layer(0)
                .U()
                .data;

        double limit = Math.sqrt(6.0 / (2 * 60));
        assertThat(IntStream.range(0, drawn.length).mapToDouble(i -> Math.abs(drawn[i])))
                .allMatch(value -> value <= limit);
        double variance = IntStream.range(0, drawn.length)
                .mapToDouble(i -> drawn[i] * drawn[i])
                .average()
                .orElseThrow();
        assertThat(variance).isCloseTo(limit * limit / 3, within(VARIANCE * limit * limit / 3));
    }

    private static void assertOrthogonal(FMatrixRMaj U, int column) {
        int hidden = U.numRows;
        double largest = 0;
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k < hidden; k++) {
                    product += (double) U.get(k, column + i) * U.get(k, column + j);
                }
                largest = Math.max(largest, Math.abs(product - (i == j ? 1 : 0)));
            }
        }
        assertThat(largest).isLessThanOrEqualTo(ORTHOGONAL);
    }

    @Test
    void everyGateIsDrawnForItself() {
        FMatrixRMaj U = initialize(new ModelShape(5, CellKind.LSTM, 1, 8, 0), 1)
                .layer(0)
                .U();
        for (int gate = 1; gate < 4; gate++) {
            assertThat(U.get(0, gate * 8)).isNotEqualTo(U.get(0, 0));
        }
    }

    /// A QR decomposition alone gives each first element of a column a fixed sign, which would favour some matrices.
    @Test
    void noOrthogonalMatrixIsFavoured() {
        int draws = 2000;
        var random = new SplittableRandom(5);
        var initializer = new Initializer(random);
        int[] positive = new int[3];
        double[] squares = new double[3];
        for (int draw = 0; draw < draws; draw++) {
            FMatrixRMaj U = initializer
                    .initialize(new ModelShape(2, CellKind.RNN, 1, 3, 0))
                    .layer(0)
                    .U();
            for (int j = 0; j < 3; j++) {
                positive[j] += U.get(j, j) > 0 ? 1 : 0;
                squares[j] += U.get(j, j) * U.get(j, j);
            }
        }
        for (int j = 0; j < 3; j++) {
            assertThat(positive[j]).isBetween(draws / 2 - 100, draws / 2 + 100); // four and a half deviations
            assertThat(squares[j] / draws).isCloseTo(1.0 / 3, within(0.03));
        }
    }

    @ParameterizedTest
    @EnumSource
    void inputAndOutputWeightsAreUniformAfterGlorot(CellKind cell) {
        Parameters parameters = initialize(new ModelShape(130, cell, 2, 120, 100), 7);
        assertUniform(parameters.layer(0).W(), Math.sqrt(6.0 / (100 + 120)));
        assertUniform(parameters.layer(1).W(), Math.sqrt(6.0 / (120 + 120)));
        assertUniform(parameters.outputWeights(), Math.sqrt(6.0 / (120 + 130)));
        assertUniform(
                initialize(new ModelShape(130, cell, 1, 120, 0), 7).layer(0).W(), Math.sqrt(6.0 / (130 + 120)));
    }

    private static void assertUniform(FMatrixRMaj matrix, double limit) {
        double[] values = values(matrix);
        assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
                .isLessThanOrEqualTo(limit * (1 + 1e-6))
                .isGreaterThan(0.99 * limit);
        assertThat(mean(values)).isCloseTo(0, within(0.03 * limit));
        assertThat(variance(values)).isCloseTo(limit * limit / 3, within(VARIANCE * limit * limit / 3));
    }

    @Test
    void embeddingsAreNormalWithADeviationOfOneTenth() {
        double[] values = values(
                initialize(new ModelShape(200, CellKind.RNN, 1, 1, 100), 8).embedding());
        assertThat(mean(values)).isCloseTo(0, within(0.003));
        assertThat(variance(values)).isCloseTo(0.01, within(VARIANCE * 0.01));
        double withinOneDeviation =
                Arrays.stream(values).filter(x -> Math.abs(x) < 0.1).count();
        assertThat(withinOneDeviation / values.length).isCloseTo(0.6827, within(0.015));
    }

    @ParameterizedTest
    @EnumSource
    void biasesAreZeroButForAnLstmsForgetGate(CellKind cell) {
        Parameters parameters = initialize(new ModelShape(5, cell, 2, 6, 4), 9);
        for (int l = 0; l < 2; l++) {
            float[] b = parameters.layer(l).b().data;
            for (int j = 0; j < b.length; j++) {
                assertThat(b[j]).isEqualTo(cell == CellKind.LSTM && j / 6 == 1 ? 1f : 0f);
            }
            assertThat(parameters.layer(l).bU().data).isEqualTo(new float[cell.hasRecurrentBias() ? 18 : 0]);
        }
        assertThat(parameters.outputBias().data).isEqualTo(new float[5]);
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
        var shape = new ModelShape(30, CellKind.GRU_RESET_AFTER, 2, 20, 8);
        Parameters parameters = initialize(shape, 10);
        Parameters same = initialize(shape, 10);
        Parameters other = initialize(shape, 11);
        for (int i = 0; i < parameters.tensors().size(); i++) {
            float[] values = parameters.tensors().get(i).matrix().data;
            assertThat(same.tensors().get(i).matrix().data).isEqualTo(values);
            if (parameters.tensors().get(i).matrix().numRows > 1) {
                assertThat(other.tensors().get(i).matrix().data).isNotEqualTo(values);
            }
        }
    }

    private static double[] values(FMatrixRMaj matrix) {
        return IntStream.range(0, matrix.getNumElements())
                .mapToDouble(i -> matrix.data[i])
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    }
}
