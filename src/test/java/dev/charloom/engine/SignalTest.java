package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.NativeKernel;
import dev.charloom.engine.kernel.SharedTeam;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a forward pass leaves to be looked at, against [NaiveNetwork].
class SignalTest {

    private static final double TOLERANCE = 1e-5;
    private static final int VOCABULARY = 7;
    private static final int HIDDEN = 17;
    private static final int LANES = 3;
    private static final int STEPS = 9;

    /// Every option, and one to three layers.
    private static Stream<ModelShape> shapes(CellKind cell) {
        return Stream.of(
                new ModelShape(VOCABULARY, cell, 1, HIDDEN, 0),
                new ModelShape(VOCABULARY, cell, 2, HIDDEN, 4, false, false, true),
                new ModelShape(VOCABULARY, cell, 3, HIDDEN, 0, true, false, false),
                new ModelShape(VOCABULARY, cell, 2, HIDDEN, HIDDEN, false, true, false));
    }

    private static List<Blas> kernels() {
        var kernels = new ArrayList<Blas>(List.of(new JavaBlas()));
        kernels.addAll(NativeKernel.machineCode());
        return kernels;
    }

    @ParameterizedTest
    @EnumSource
    void everySignalOfEveryUnitIsTheOraclesAtEveryStep(CellKind cell) {
        for (Blas blas : kernels()) {
            shapes(cell).forEach(shape -> compare(shape, blas));
        }
    }

    private static void compare(ModelShape shape, Blas blas) {
        var random = new SplittableRandom(shape.layers());
        Parameters parameters = RandomModel.parameters(shape, random);
        State state = RandomModel.state(shape, LANES, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, LANES, STEPS, true, random);
        var oracle = new NaiveNetwork(parameters);
        State initial = state.copy();
        Tape tape = Tape.forInference(shape, batch.rows(), LANES, blas);

        Network.forInference(parameters, blas).logits(batch.window(), state, tape);

        for (int lane = 0; lane < LANES; lane++) {
            List<List<NaiveCell.Memory>> steps = oracle.read(batch, lane, initial);
            for (int t = 0; t < steps.size(); t++) {
                for (int layer = 0; layer < shape.layers(); layer++) {
                    String place = "layer %d, step %d, %s, %s".formatted(layer, t, shape, blas.name());
                    compare(tape, layer, batch.row(t, lane), shape, steps.get(t).get(layer), place);
                }
            }
        }
    }

    private static void compare(
            Tape tape, int layer, int row, ModelShape shape, NaiveCell.Memory expected, String place) {
        float[] values = new float[shape.hidden()];
        for (Signal signal : Signal.of(shape.cell())) {
            tape.read(signal, layer, row, values);
            double[] wanted = expected(signal, expected);
            for (int j = 0; j < values.length; j++) {
                assertThat((double) values[j]).as(signal + ", " + place).isCloseTo(wanted[j], within(TOLERANCE));
            }
        }
    }

    /// By the order of the gates in [NaiveGruResetBefore], [NaiveGruResetAfter] and [NaiveLstm].
    private static double[] expected(Signal signal, NaiveCell.Memory step) {
        return switch (signal) {
            case HIDDEN -> step.h();
            case CELL -> step.c();
            case RESET, INPUT -> step.gates()[0];
            case UPDATE, FORGET -> step.gates()[1];
            case CANDIDATE -> step.gates()[2];
            case OUTPUT -> step.gates()[3];
        };
    }

    /// One lane, whose units are divided.
    @ParameterizedTest
    @EnumSource
    void signalsAreTheSameBitsWhoeverHelps(CellKind cell) {
        var shape = new ModelShape(VOCABULARY, cell, 2, /* hidden= */ 53, 4);
        var random = new SplittableRandom(3);
        Parameters parameters = RandomModel.parameters(shape, random);
        PackedBatch batch = PackedBatch.random(VOCABULARY, 1, STEPS, true, random);
        var blas = new JavaBlas();
        Network network = Network.forInference(parameters, blas);
        Tape alone = Tape.forInference(shape, batch.rows(), 1, blas);
        network.logits(batch.window(), new State(shape, 1), alone);
        try (var team = new SharedTeam(3, "help", () -> true)) {
            Tape together = Tape.forInference(shape, batch.rows(), 1, blas, team);
            network.logits(batch.window(), new State(shape, 1), together);
            for (int layer = 0; layer < shape.layers(); layer++) {
                for (int row = 0; row < batch.rows(); row++) {
                    for (Signal signal : Signal.of(cell)) {
                        assertThat(values(together, signal, layer, row)).isEqualTo(values(alone, signal, layer, row));
                    }
                }
            }
        }
    }

    private static float[] values(Tape tape, Signal signal, int layer, int row) {
        float[] values = new float[53];
        tape.read(signal, layer, row, values);
        return values;
    }

    @Test
    void aSignalThatACellDoesNotHaveIsRefused() {
        var shape = new ModelShape(VOCABULARY, CellKind.RNN, 1, HIDDEN, 0);
        Tape tape = Tape.forInference(shape, 1, 1, new JavaBlas());

        assertThatThrownBy(() -> tape.read(Signal.RESET, 0, 0, new float[HIDDEN]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> tape.read(Signal.CELL, 0, 0, new float[HIDDEN]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
