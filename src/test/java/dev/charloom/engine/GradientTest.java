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

/// The engine's losses and gradients against those of [NaiveNetwork], at awkward sizes.
class GradientTest {

    private static final double RELATIVE_LOSS = 1e-5;

    /// Of the norm of a matrix' gradient.
    private static final double RELATIVE_NORM = 1e-4;

    /// What float32 leaves of a norm whose terms, each of about one, cancel each other.
    private static final double LEAST_NORM = 1e-6;

    private static final double ABSOLUTE = 3e-6;

    private static final int EMBEDDING = 5;
    private static final int[] HIDDEN = {1, 3, 17, 33};
    private static final int[] VOCABULARY = {2, 5, 65};
    private static final int[][] LANES_AND_STEPS = {{1, 1}, {1, 9}, {3, 2}, {7, 1}, {7, 9}};

    static Stream<Arguments> models() {
        return Stream.of(CellKind.values())
                .flatMap(cell -> Stream.of(1, 2, 3)
                        .flatMap(layers ->
                                Stream.of(0, EMBEDDING).map(embedding -> Arguments.of(cell, layers, embedding))));
    }

    @ParameterizedTest
    @MethodSource("models")
    void lossAndGradientsEqualTheOraclesWhateverTheThreads(CellKind cell, int layers, int embedding) {
        for (int hidden : HIDDEN) {
            for (int vocabulary : VOCABULARY) {
                var shape = new ModelShape(vocabulary, cell, layers, hidden, embedding);
                for (int[] size : LANES_AND_STEPS) {
                    var random = new SplittableRandom(1000L * hidden + 100L * vocabulary + 10L * size[0] + size[1]);
                    boolean shrinking = random.nextInt(3) > 0;
                    compare(shape, PackedBatch.random(vocabulary, size[0], size[1], shrinking, random), random);
                }
            }
        }
    }

    private static void compare(ModelShape shape, PackedBatch batch, SplittableRandom random) {
        Parameters parameters = RandomModel.parameters(shape, random);
        State initial = RandomModel.state(shape, batch.lanes(), random);
        var oracle = new NaiveNetwork(parameters);
        double loss = oracle.lossAndGradients(batch, initial);
        for (int threads = 1; threads <= 3; threads++) {
            String description =
                    "%s, %d lanes, %d steps, %d threads".formatted(shape, batch.lanes(), batch.steps(), threads);
            TrainingPass pass = TrainingPass.of(parameters, batch, initial, threads);
            assertThat(pass.loss()).as(description).isCloseTo(loss, within(RELATIVE_LOSS * loss));
            for (Parameters.Tensor tensor : pass.gradients().tensors()) {
                double[] expected = oracle.gradients().get(tensor.name());
                assertEqual(tensor.matrix().data, expected, tensor.name() + " of " + description);
            }
        }
    }

    private static void assertEqual(float[] actual, double[] expected, String description) {
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

    @ParameterizedTest
    @EnumSource
    void gradientsAreAddedToWhatIsThere(CellKind cell) {
        var shape = new ModelShape(5, cell, 2, 6, 3);
        var random = new SplittableRandom(5);
        Parameters parameters = RandomModel.parameters(shape, random);
        State initial = RandomModel.state(shape, 3, random);
        PackedBatch batch = PackedBatch.random(5, 3, 4, true, random);
        Parameters once = TrainingPass.of(parameters, batch, initial, 1).gradients();
        Parameters twice = TrainingPass.of(parameters, batch, initial, 1).gradients();

        TrainingPass.add(parameters, batch, initial, 1, twice);

        for (int i = 0; i < once.tensors().size(); i++) {
            float[] single = once.tensors().get(i).matrix().data;
            float[] sum = twice.tensors().get(i).matrix().data;
            for (int j = 0; j < sum.length; j++) {
                assertThat(sum[j]).isCloseTo(2 * single[j], within((float) ABSOLUTE));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotScoredTeachesNothing(CellKind cell) {
        var shape = new ModelShape(5, cell, 2, 6, 3);
        var random = new SplittableRandom(6);
        Parameters parameters = RandomModel.parameters(shape, random);
        var batch = new PackedBatch(new int[] {2, 1}, new int[] {1, 4, -1}, new int[] {-1, -1, -1});

        TrainingPass pass = TrainingPass.of(parameters, batch, new State(shape, 2), 2);

        assertThat(pass.loss()).isZero();
        pass.gradients().tensors().forEach(tensor -> assertThat(tensor.matrix().data).containsOnly(0f));
    }

    @Test
    void noGradientReachesTheEmbeddingOfACharacterThatWasNotRead() {
        var shape = new ModelShape(5, CellKind.LSTM, 1, 6, 3);
        Parameters parameters = RandomModel.parameters(shape, new SplittableRandom(7));
        var batch = new PackedBatch(new int[] {1, 1}, new int[] {1, 4}, new int[] {2, 3});

        float[] d = TrainingPass.of(parameters, batch, new State(shape, 1), 1).gradients().embedding().data;

        assertThat(rowIsZero(d, 0)).isTrue();
        assertThat(rowIsZero(d, 1)).isFalse();
        assertThat(rowIsZero(d, 2)).isTrue();
        assertThat(rowIsZero(d, 3)).isTrue();
        assertThat(rowIsZero(d, 4)).isFalse();
    }

    private static boolean rowIsZero(float[] matrix, int row) {
        return matrix[3 * row] == 0 && matrix[3 * row + 1] == 0 && matrix[3 * row + 2] == 0;
    }
}
