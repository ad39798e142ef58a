package dev.charloom.engine;

import org.ejml.data.FMatrixRMaj;

/// Consecutive rows of a window, whatever steps they belong to, and the hidden states before each: what the gradients
/// of a layer's weights are summed over.
final class RowBlock {

    /// So many rows are summed up at once, so that they are in the cache for the second product.
    static final int MOST_ROWS = 1024;

    private FMatrixRMaj hPrev = new FMatrixRMaj(0, 0);
    private int prevRow;
    private int row;
    private int rows;

    /// Points at rows [from, to), [#MOST_ROWS] at most, of a layer, once the workers have left its loop over time.
    ///
    /// States before the rows that are not consecutive themselves are copied, and the workers meet. That is so
    /// for the first step, which begins with those before the window, and wherever a lane ends. Products of
    /// single steps would cost more: each reads and writes all gradients.
    void at(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        row = from;
        rows = to - from;
        int step = window.stepOf(from);
        if (step > 0 && window.width(step - 1) == window.width(window.stepOf(to - 1) - 1)) {
            hPrev = tape.layer(layer).H();
            prevRow = from - window.width(step - 1);
            return;
        }
        hPrev = tape.hBefore();
        prevRow = 0;
        if (from > 0) {
            worker.meet(); // nobody reads the last ones any more
        }
        copyStates(window, tape, layer, from + worker.shareStart(rows), from + worker.shareEnd(rows));
        worker.meet();
    }

    private void copyStates(Window window, Tape tape, int layer, int from, int to) {
        for (int at = from; at < to; ) {
            int step = window.stepOf(at);
            int lane = at - window.start(step);
            int end = Math.min(to, window.start(step) + window.width(step));
            FMatrixRMaj source =
                    step == 0 ? tape.initial().h(layer) : tape.layer(layer).H();
            int sourceRow = step == 0 ? lane : window.start(step - 1) + lane;
            int width = source.numCols;
            System.arraycopy(source.data, sourceRow * width, hPrev.data, (at - row) * width, (end - at) * width);
            at = end;
        }
    }

    /// Hidden states of the step before each row, from row [#prevRow] on.
    FMatrixRMaj hPrev() {
        return hPrev;
    }

    int prevRow() {
        return prevRow;
    }

    /// The first one.
    int row() {
        return row;
    }

    int rows() {
        return rows;
    }
}
