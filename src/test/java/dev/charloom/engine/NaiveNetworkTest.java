package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Proves the oracle, so that it may prove the engine.
class NaiveNetworkTest {

    private static final double RELATIVE = 1e-7;
    private static final double ABSOLUTE = 1e-11;

    /// Of the difference quotient, whose error is of the order of its fourth power.
    private static final double WIDTH = 5e-4;

    private static final int[] WIDTHS = {3, 3, 2, 1, 1};
    private static final int[] INPUTS = {0, 3, 1, 2, -1, 0, 1, 1, 2, 3};
    private static final int[] TARGETS = {1, 0, -1, 2, 3, 3, -1, 0, 1, 2};
    private static final PackedBatch SHRINKING = new PackedBatch(WIDTHS, INPUTS, TARGETS);

    static Stream<Arguments> shapes() {
        return Stream.of(CellKind.values())
                .flatMap(cell -> Stream.of(1, 2, 3)
                        .flatMap(layers -> Stream.of(0, 2).map(embedding -> Arguments.of(cell, layers, embedding))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyGradientEqualsItsDifferenceQuotient(CellKind cell, int layers, int embedding) {
        var shape = new ModelShape(4, cell, layers, 3, embedding);
        var random = new SplittableRandom(layers * 100L + embedding);
        var network = new NaiveNetwork(RandomModel.parameters(shape, random));
        State initial = RandomModel.state(shape, 3, random);
        requireDifferenceQuotients(network, initial);
    }

    private static void requireDifferenceQuotients(NaiveNetwork network, State initial) {
        network.lossAndGradients(SHRINKING, initial);
        for (String name : network.weights().names()) {
            double[] weights = network.weights().get(name);
            for (int i = 0; i < weights.length; i++) {
                double gradient = network.gradients().get(name)[i];
                assertThat(differenceQuotient(network, initial, weights, i))
                        .as("%s[%d]", name, i)
                        .isCloseTo(gradient, within(RELATIVE * Math.abs(gradient) + ABSOLUTE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyGradientEqualsItsDifferenceQuotientWithMasksToo(CellKind cell, int layers, int embedding) {
        var shape = new ModelShape(4, cell, layers, 3, embedding);
        var random = new SplittableRandom(layers * 1000L + embedding);
        var dropout = new NaiveDropout(new Dropout(0.2, 0.3, 0.3, 0.3, 1), layers);
        var network = new NaiveNetwork(RandomModel.parameters(shape, random), dropout);
        requireDifferenceQuotients(network, RandomModel.state(shape, 3, random));
    }

    @ParameterizedTest
    @EnumSource
    void everyGradientEqualsItsDifferenceQuotientWithSkipConnectionsAndTiedWeightsToo(CellKind cell) {
        var shape = new ModelShape(4, cell, 3, 3, 3, true, true);
        var random = new SplittableRandom(9);
        var dropout = new NaiveDropout(new Dropout(0, 0, 0.3, 0, 1), 2);
        var network = new NaiveNetwork(RandomModel.parameters(shape, random), dropout);
        requireDifferenceQuotients(network, RandomModel.state(shape, 3, random));
    }

    @ParameterizedTest
    @EnumSource
    void everyGradientEqualsItsDifferenceQuotientWithLayerNormalisationToo(CellKind cell) {
        var shape = new ModelShape(4, cell, 2, 5, 3, false, false, true);
        var random = new SplittableRandom(10);
        var dropout = new NaiveDropout(new Dropout(0, 0.2, 0, 0.2, 1), 3);
        var network = new NaiveNetwork(RandomModel.parameters(shape, random), dropout);
        requireDifferenceQuotients(network, RandomModel.state(shape, 3, random));
    }

    /// Of the mean loss, over five points.
    private static double differenceQuotient(NaiveNetwork network, State initial, double[] weights, int i) {
        double before = weights[i];
        double[] loss = new double[5];
        for (int k = 0; k < 5; k++) {
            weights[i] = before + (k - 2) * WIDTH;
            loss[k] = network.loss(SHRINKING, initial) / SHRINKING.scored();
        }
        weights[i] = before;
        return (loss[0] - 8 * loss[1] + 8 * loss[3] - loss[4]) / (12 * WIDTH);
    }

    @Test
    void aSimpleCellOfOneUnitComputesWhatAPencilDoes() {
        var parameters = new Parameters(new ModelShape(2, CellKind.RNN, 1, 1, 0));
        parameters.layer(0).W().setData(new float[] {0.5f, -1f});
        parameters.layer(0).U().setData(new float[] {2f});
        parameters.layer(0).b().setData(new float[] {0.25f});
        parameters.outputWeights().setData(new float[] {1f, -1f});
        parameters.outputBias().setData(new float[] {0.125f, 0f});
        var batch = new PackedBatch(new int[] {1, 1}, new int[] {1, 0}, new int[] {-1, 1});

        double first = Math.tanh(-1 + 0.25);
        double second = Math.tanh(0.5 + 2 * first + 0.25);
        double loss = Math.log(Math.exp(second + 0.125) + Math.exp(-second)) + second;

        assertThat(new NaiveNetwork(parameters).loss(batch, new State(parameters.shape(), 1)))
                .isCloseTo(loss, within(1e-15));
    }

    @Test
    void withoutWeightsEveryCharacterIsEquallyLikely() {
        var shape = new ModelShape(7, CellKind.LSTM, 2, 3, 0);
        var network = new NaiveNetwork(new Parameters(shape));
        var batch = PackedBatch.random(7, 3, 5, true, new SplittableRandom(1));
        assertThat(network.loss(batch, new State(shape, 3))).isCloseTo(batch.scored() * Math.log(7), within(1e-12));
    }
}
