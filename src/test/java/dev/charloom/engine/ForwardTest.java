package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.List;
import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What reading alone gives, against [NaiveNetwork]: logits, losses and states.
class ForwardTest {

    private static final double TOLERANCE = 1e-5;

    private static final int LANES = 5;

    @ParameterizedTest
    @EnumSource
    void logitsAndStatesEqualTheOracles(CellKind cell) {
        for (int layers = 1; layers <= 3; layers++) {
            for (int embedding : new int[] {0, 4}) {
                var shape = new ModelShape(7, cell, layers, 17, embedding, layers == 3, false, layers == 2);
                var random = new SplittableRandom(10L * layers + embedding);
                Parameters parameters = RandomModel.parameters(shape, random);
                State state = RandomModel.state(shape, LANES, random);
                PackedBatch batch = PackedBatch.random(7, LANES, 8, true, random);
                compare(parameters, batch, state);
            }
        }
    }

    private static void compare(Parameters parameters, PackedBatch batch, State state) {
        State initial = state.copy();
        var oracle = new NaiveNetwork(parameters);
        Network network = Network.forInference(parameters, new JavaBlas());
        Tape tape = Tape.forInference(parameters.shape(), batch.rows(), batch.lanes(), new JavaBlas());

        network.logits(batch.window(), state, tape);

        double[][] expected = oracle.logits(batch, initial);
        for (int row = 0; row < expected.length; row++) {
            assertRow(tape.logits(), row, expected[row]);
        }
        for (int lane = 0; lane < batch.lanes(); lane++) {
            List<NaiveCell.Memory> last = oracle.read(batch, lane, initial).getLast();
            for (int l = 0; l < last.size(); l++) {
                assertRow(state.h(l), lane, last.get(l).h());
                assertRow(state.c(l), lane, last.get(l).c());
            }
        }
        double loss = network.loss(batch.window(), initial.copy(), tape);
        assertThat(loss).isCloseTo(oracle.loss(batch, initial), within(TOLERANCE * loss));
    }

    private static void assertRow(FMatrixRMaj actual, int row, double[] expected) {
        assertThat(actual.numCols).isEqualTo(expected.length);
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) actual.get(row, j)).isCloseTo(expected[j], within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void lanesThatAWindowDoesNotReadKeepTheirState(CellKind cell) {
        var shape = new ModelShape(4, cell, 2, 5, 0);
        var random = new SplittableRandom(8);
        Parameters parameters = RandomModel.parameters(shape, random);
        State state = RandomModel.state(shape, 4, random);
        State before = state.copy();
        PackedBatch batch = PackedBatch.random(4, 2, 3, false, random);

        TrainingPass pass = TrainingPass.of(parameters, batch, state, 1);

        for (int l = 0; l < 2; l++) {
            for (int lane = 2; lane < 4; lane++) {
                assertThat(StateRows.of(pass.state(), l, lane)).isEqualTo(StateRows.of(before, l, lane));
            }
            assertThat(StateRows.of(pass.state(), l, 1)).isNotEqualTo(StateRows.of(before, l, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainingAndReadingGiveTheSameLossAndState(CellKind cell) {
        var shape = new ModelShape(9, cell, 2, 12, 4);
        var random = new SplittableRandom(9);
        Parameters parameters = RandomModel.parameters(shape, random);
        State initial = RandomModel.state(shape, LANES, random);
        PackedBatch batch = PackedBatch.random(9, LANES, 6, true, random);
        Network network = Network.forInference(parameters, new JavaBlas());
        Tape tape = Tape.forInference(shape, batch.rows(), LANES, new JavaBlas());
        State state = initial.copy();

        double loss = network.loss(batch.window(), state, tape);
        TrainingPass pass = TrainingPass.of(parameters, batch, initial, 3);

        assertThat(loss).isEqualTo(pass.loss());
        for (int lane = 0; lane < LANES; lane++) {
            assertThat(StateRows.of(state, 1, lane)).isEqualTo(StateRows.of(pass.state(), 1, lane));
        }
    }
}
