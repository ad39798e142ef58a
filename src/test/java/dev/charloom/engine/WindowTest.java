package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowTest {

    @Test
    void rowsAreCountedByStepThenByLane() {
        var window = new Window();
        window.set(3, new int[] {3, 2, 2}, new int[7], new int[] {0, -1, 2, -1, 1, 0, -1});
        assertThat(window.steps()).isEqualTo(3);
        assertThat(window.rows()).isEqualTo(7);
        assertThat(window.lanes()).isEqualTo(3);
        assertThat(window.start(0)).isZero();
        assertThat(window.start(1)).isEqualTo(3);
        assertThat(window.start(2)).isEqualTo(5);
        assertThat(window.start(3)).isEqualTo(7);
        assertThat(window.width(0)).isEqualTo(3);
        assertThat(window.width(2)).isEqualTo(2);
        assertThat(window.width(3)).isZero();
        assertThat(window.scored()).isEqualTo(4);
    }

    @Test
    void onlyTheFirstElementsOfLongerArraysCount() {
        var window = new Window();
        window.set(2, new int[] {2, 1, 9}, new int[10], new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
        assertThat(window.rows()).isEqualTo(3);
        assertThat(window.scored()).isEqualTo(3);
        assertThat(window.width(2)).isZero();
    }

    @Test
    void aWindowIsSetAgainAndAgain() {
        var window = new Window();
        assertThat(window.rows()).isZero();
        assertThat(window.lanes()).isZero();
        window.set(1, new int[] {4}, new int[4], new int[4]);
        window.set(3, new int[] {2, 1, 1}, new int[4], new int[4]);
        assertThat(window.rows()).isEqualTo(4);
        assertThat(window.start(2)).isEqualTo(3);
        window.set(1, new int[] {1}, new int[4], new int[4]);
        assertThat(window.rows()).isEqualTo(1);
        assertThat(window.width(1)).isZero();
    }

    static Stream<int[]> impossibleWidths() {
        return Stream.of(new int[] {0}, new int[] {-1}, new int[] {2, 0}, new int[] {1, 2}, new int[] {3, 1, 2});
    }

    @ParameterizedTest
    @MethodSource("impossibleWidths")
    void widthsThatGrowOrVanishAreRefused(int[] widths) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Window().set(widths.length, widths, new int[9], new int[9]))
                .withMessage("widths must be positive and not increase, at step " + (widths.length - 1));
    }

    @Test
    void tooFewInputsOrTargetsAreRefused() {
        var window = new Window();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.set(2, new int[] {2, 1}, new int[2], new int[3]))
                .withMessageContaining("3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.set(2, new int[] {2, 1}, new int[3], new int[2]))
                .withMessageContaining("3");
    }

    @Test
    void aTapeRefusesAWindowThatItHasNoRoomFor() {
        var shape = new ModelShape(4, CellKind.RNN, 1, 3, 0);
        Network network = Network.forInference(new Parameters(shape), new JavaBlas());
        Tape tape = Tape.forInference(shape, 6, 2, new JavaBlas());
        var window = new Window();

        window.set(4, new int[] {2, 2, 2, 1}, new int[7], new int[7]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.logits(window, new State(shape, 2), tape))
                .withMessageContaining("7 rows")
                .withMessageContaining("6 rows");
        window.set(1, new int[] {3}, new int[3], new int[3]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.loss(window, new State(shape, 3), tape))
                .withMessageContaining("3 lanes");
        window.set(1, new int[] {2}, new int[2], new int[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.logits(window, new State(shape, 1), tape))
                .withMessageContaining("1 lanes");
    }

    @Test
    void aTapeForInferenceIsNotTrainedOn() {
        var shape = new ModelShape(4, CellKind.RNN, 1, 3, 0);
        var parameters = new Parameters(shape);
        Network network = Network.forInference(parameters, new JavaBlas());
        Tape tape = Tape.forInference(shape, 6, 2, new JavaBlas());
        var window = new Window();
        window.set(1, new int[] {2}, new int[2], new int[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.lossAndGradients(window, new State(shape, 2), tape, new Parameters(shape)))
                .withMessageContaining("inference");
    }
}
