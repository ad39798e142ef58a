package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTest {

    private static State random(CellKind cell, int lanes, long seed) {
        return RandomModel.state(new ModelShape(4, cell, 2, 3, 0), lanes, new SplittableRandom(seed));
    }

    @Test
    void aNewStateIsZeroAndOnlyAnLstmsHasCells() {
        var state = new State(new ModelShape(4, CellKind.LSTM, 2, 3, 0), 5);
        assertThat(state.lanes()).isEqualTo(5);
        assertThat(state.h(1).data).isEqualTo(new float[15]);
        assertThat(state.c(1).data).isEqualTo(new float[15]);
        assertThat(new State(new ModelShape(4, CellKind.RNN, 1, 3, 0), 5).c(0).data)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLaneIsCopiedInEveryLayerAndTheOthersStay(CellKind cell) {
        State source = random(cell, 3, 1);
        State target = random(cell, 2, 2);
        State before = target.copy();
        target.copyLane(source, 2, 0);
        for (int l = 0; l < 2; l++) {
            assertThat(StateRows.of(target, l, 0)).isEqualTo(StateRows.of(source, l, 2));
            assertThat(StateRows.of(target, l, 1)).isEqualTo(StateRows.of(before, l, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void asManyLanesAreCopiedAsBothHave(CellKind cell) {
        State small = random(cell, 2, 1);
        State large = random(cell, 4, 2);
        State before = large.copy();
        State target = small.copy();

        large.copyFrom(small);
        target.copyFrom(before);

        for (int l = 0; l < 2; l++) {
            assertThat(StateRows.of(large, l, 1)).isEqualTo(StateRows.of(small, l, 1));
            assertThat(StateRows.of(large, l, 2)).isEqualTo(StateRows.of(before, l, 2));
            assertThat(StateRows.of(target, l, 1)).isEqualTo(StateRows.of(before, l, 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCopyStandsForItself(CellKind cell) {
        State state = random(cell, 2, 3);
        State copy = state.copy();
        float[] before = StateRows.of(state, 1, 1);
        state.reset();
        assertThat(copy.lanes()).isEqualTo(2);
        assertThat(StateRows.of(copy, 1, 1)).isEqualTo(before);
        assertThat(StateRows.of(state, 1, 1)).containsOnly(0f);
        assertThat(StateRows.of(state, 0, 0)).containsOnly(0f);
    }
}
