package dev.charloom.engine;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// What a state says about one lane in one layer: h and, for an LSTM, c behind it.
final class StateRows {

    private StateRows() {}

    static float[] of(State state, int layer, int lane) {
        float[] h = row(state.h(layer), lane);
        float[] c = row(state.c(layer), lane);
        float[] both = Arrays.copyOf(h, h.length + c.length);
        System.arraycopy(c, 0, both, h.length, c.length);
        return both;
    }

    static float[] row(FMatrixRMaj matrix, int row) {
        return Arrays.copyOfRange(matrix.data, row * matrix.numCols, (row + 1) * matrix.numCols);
    }
}
