package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.Team;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The engine's losses and gradients against those of [NaiveNetwork], at awkward sizes.
class GradientTest {

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
        int models = 0;
        for (int hidden : HIDDEN) {
            for (int vocabulary : VOCABULARY) {
                var shape = new ModelShape(vocabulary, cell, layers, hidden, embedding);
                for (int[] size : LANES_AND_STEPS) {
                    var random = new SplittableRandom(1000L * hidden + 100L * vocabulary + 10L * size[0] + size[1]);
                    boolean shrinking = random.nextInt(3) > 0;
                    PackedBatch batch = PackedBatch.random(vocabulary, size[0], size[1], shrinking, random);
                    OracleComparison.requireEqual(shape, batch, random, 1, 2 + models++ % 2);
                }
            }
        }
    }

    /// One step of five lanes takes three scratch blocks of a gate kernel, the last of them not full.
    @ParameterizedTest
    @EnumSource
    void stepsOfMoreRowsThanAScratchBlockHoldsEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(3);
        OracleComparison.requireEqual(
                new ModelShape(2, cell, 1, 400, 0), PackedBatch.random(2, 5, 3, true, random), random, 1, 2);
    }

    /// So many lanes that a worker computes the products with the inputs step by step, in blocks of lanes, and so many
    /// rows that the gradients are summed up in several pieces.
    @ParameterizedTest
    @EnumSource
    void windowsOfManyLanesEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(7);
        OracleComparison.requireEqual(
                new ModelShape(5, cell, 2, 9, 3), PackedBatch.random(5, 300, 6, true, random), random, 1, 2);
    }

    /// So many steps that the inputs are multiplied for some of them, then for others, wherever all of a worker's lanes
    /// go through time together: with 257 one of two workers has one too many.
    @ParameterizedTest
    @ValueSource(ints = {19, 60, 128, 255, 257})
    void windowsOfManyStepsEqualTheOracles(int lanes) {
        var random = new SplittableRandom(15);
        for (boolean normalised : new boolean[] {false, true}) {
            var shape = new ModelShape(5, CellKind.GRU_RESET_AFTER, 2, 9, 3, false, false, normalised);
            for (boolean shrinking : new boolean[] {false, true}) {
                PackedBatch batch = PackedBatch.random(5, lanes, 2500 / lanes, shrinking, random);
                OracleComparison.requireEqual(shape, batch, random, 1, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unitsDividedAmongWorkersEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(8);
        OracleComparison.requireEqual(
                new ModelShape(5, cell, 2, 67, 4), PackedBatch.random(5, 3, 7, true, random), random, 2, 3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void rowsLongerThanAScratchBlockEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(4);
        OracleComparison.requireEqual(
                new ModelShape(2, cell, 1, 1030, 0), PackedBatch.random(2, 3, 2, false, random), random, 2);
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithRoomBetweenThemEqualTheOracles(CellKind cell) {
        var shape = new ModelShape(3, cell, 1, cell == CellKind.LSTM ? 128 : 512, 0);
        assertThat(Tape.gatesStride(shape)).isGreaterThan(shape.gatesSize());
        var random = new SplittableRandom(11);
        OracleComparison.requireEqual(shape, PackedBatch.random(3, 2, 3, true, random), random, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void rowsWithRoomBetweenThemEqualTheOraclesWhateverIsInThem(int embedding) {
        var random = new SplittableRandom(12);
        var shape = new ModelShape(5, CellKind.LSTM, 2, 128, embedding);
        var dropout = new Dropout(0.2, 0.2, 0.3, 0.2, 1);
        for (int lanes : new int[] {2, 18}) {
            PackedBatch batch = PackedBatch.random(5, lanes, 3, true, random);
            OracleComparison.requireEqual(shape, batch, random, 1, 2);
            OracleComparison.requireEqual(shape, dropout, 1, batch, random, 1, 2);
        }
        // The oracle normalises every unit anew, which takes it a second for every row.
        var normalised = new ModelShape(5, CellKind.LSTM, 1, 128, embedding, false, false, true);
        OracleComparison.requireEqual(normalised, PackedBatch.random(5, 2, 1, true, random), random, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void skipConnectionsAndTiedWeightsEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(9);
        for (int layers = 1; layers <= 3; layers++) {
            for (int embedding : new int[] {0, 5, 17}) {
                var shape = new ModelShape(11, cell, layers, 17, embedding, layers > 1, embedding == 17);
                PackedBatch batch = PackedBatch.random(11, 7, 9, true, random);
                OracleComparison.requireEqual(shape, batch, random, 1, 3);
                var dropout = new Dropout(0, 0.2, 0.3, 0, layers);
                OracleComparison.requireEqual(shape, dropout, 2, batch, random, 1, 3);
            }
        }
        PackedBatch wide = PackedBatch.random(5, 300, 6, true, random);
        var shape = new ModelShape(5, cell, 2, 9, 9, true, true);
        OracleComparison.requireEqual(shape, new Dropout(0.1, 0.2, 0.3, 0.1, 1), 2, wide, random, 1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void layerNormalisationEqualsTheOracles(CellKind cell) {
        var random = new SplittableRandom(10);
        for (int layers = 1; layers <= 3; layers++) {
            for (int embedding : new int[] {0, 5}) {
                var shape = new ModelShape(7, cell, layers, 17, embedding, layers > 1, false, true);
                PackedBatch batch = PackedBatch.random(7, 5, 6, true, random);
                OracleComparison.requireEqual(shape, batch, random, 1, 3);
                var dropout = new Dropout(0.2, 0.2, 0.3, 0.2, layers);
                OracleComparison.requireEqual(shape, dropout, 2, batch, random, 1, 3);
            }
        }
        PackedBatch wide = PackedBatch.random(5, 300, 4, true, random);
        OracleComparison.requireEqual(new ModelShape(5, cell, 2, 9, 3, false, false, true), wide, random, 1, 2);
        PackedBatch narrow = PackedBatch.random(5, 2, 6, true, random);
        OracleComparison.requireEqual(new ModelShape(5, cell, 1, 67, 3, false, false, true), narrow, random, 2, 3);
    }

    /// Products with hidden states that are all zero are left out.
    @ParameterizedTest
    @EnumSource
    void windowsThatBeginWithZerosEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(13);
        for (boolean normalised : new boolean[] {false, true}) {
            var shape = new ModelShape(7, cell, 2, 17, 5, false, false, normalised);
            Parameters parameters = RandomModel.parameters(shape, random);
            PackedBatch batch = PackedBatch.random(7, 4, 3, true, random);
            var nothing = new State(shape, 4);
            State cells = RandomModel.state(shape, 4, random);
            cells.h(0).zero();
            cells.h(1).zero();
            var oneLane = new State(shape, 4);
            oneLane.h(1).set(3, 16, 0.5f);
            for (State initial : List.of(nothing, cells, oneLane)) {
                OracleComparison.requireEqual(parameters, Dropout.NONE, 0, batch, initial, 1, 3);
            }
        }
    }

    /// The first step takes all rows of a block and more.
    @ParameterizedTest
    @EnumSource
    void windowsOfManyLanesThatBeginWithZerosEqualTheOracles(CellKind cell) {
        var random = new SplittableRandom(14);
        var shape = new ModelShape(5, cell, 2, 9, 3);
        Parameters parameters = RandomModel.parameters(shape, random);
        int lanes = RowBlock.MOST_ROWS + 76;
        for (int steps : new int[] {1, 3}) {
            for (boolean shrinking : new boolean[] {false, true}) {
                PackedBatch batch = PackedBatch.random(5, lanes, steps, shrinking, random);
                OracleComparison.requireEqual(parameters, Dropout.NONE, 0, batch, new State(shape, lanes), 1, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPassLeavesNothingToTheGradientsOfTheNext(CellKind cell) {
        var random = new SplittableRandom(5);
        for (ModelShape shape : List.of(
                new ModelShape(5, cell, 2, 6, 0, true, false, false),
                new ModelShape(5, cell, 2, 6, 3, false, false, true),
                new ModelShape(5, cell, 1, 6, 6, false, true, false))) {
            for (Dropout dropout : List.of(Dropout.NONE, new Dropout(0.2, 0.2, 0.3, 0.2, 1))) {
                Parameters parameters = RandomModel.parameters(shape, random);
                State initial = RandomModel.state(shape, 3, random);
                PackedBatch batch = PackedBatch.random(5, 3, 4, true, random);
                PackedBatch other = PackedBatch.random(5, 3, 4, true, random);
                var gradients = new Parameters(shape);
                try (var team = new Team(2, "gradient-test")) {
                    var blas = new JavaBlas();
                    int rows = Math.max(batch.rows(), other.rows());
                    Tape tape = Tape.forTraining(shape, dropout, rows, 3, blas, team);
                    Network network = Network.forTraining(parameters, dropout, blas);
                    tape.dropout().at(7);
                    network.dropWeights(7);
                    network.parametersChanged(tape);
                    network.lossAndGradients(other.window(), initial.copy(), tape, gradients);
                    network.lossAndGradients(batch.window(), initial.copy(), tape, gradients);
                }

                Parameters alone = TrainingPass.of(parameters, dropout, 7, batch, initial, 2, new JavaBlas())
                        .gradients();
                for (int i = 0; i < alone.tensors().size(); i++) {
                    assertThat(gradients.tensors().get(i).matrix().data)
                            .as(alone.tensors().get(i).name())
                            .isEqualTo(alone.tensors().get(i).matrix().data);
                }
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
        pass.gradients()
                .tensors()
                .forEach(tensor -> assertThat(tensor.matrix().data).containsOnly(0f));
    }

    @Test
    void noGradientReachesTheEmbeddingOfACharacterThatWasNotRead() {
        var shape = new ModelShape(5, CellKind.LSTM, 1, 6, 3);
        Parameters parameters = RandomModel.parameters(shape, new SplittableRandom(7));
        var batch = new PackedBatch(new int[] {1, 1}, new int[] {1, 4}, new int[] {2, 3});

        float[] d = TrainingPass.of(parameters, batch, new State(shape, 1), 1)
                .gradients()
                .embedding()
                .data;

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
