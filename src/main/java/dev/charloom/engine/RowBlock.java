package dev.charloom.engine;

import org.ejml.data.FMatrixRMaj;

/// Consecutive rows of a window, whatever steps they belong to, and the hidden states before each: what the gradients
/// of a layer's weights are summed over.
final class RowBlock {

    /// So many rows are summed up at once, so that they are in a cache for the products after the first.
    static final int MOST_ROWS = 512;

    private FMatrixRMaj hPrev = new FMatrixRMaj(0, 0);
    private int prevRow;
    private int row;
    private int rows;
    private int fromZeros;

    /// Points at rows [from, to), [#MOST_ROWS] at most, of a layer, once the workers have left its loop over time.
    ///
    /// States before the rows that are not consecutive themselves are copied, and the workers meet. That is so
    /// for the first step, if it begins with a state that is not zero, and wherever a lane ends. Products of
    /// single steps would cost more: each reads and writes all gradients.
    void at(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        row = from;
        rows = to - from;
        fromZeros = tape.beginsWithZeros() ? Math.clamp(window.width(0) - from, 0, rows) : 0;
        prevRow = 0;
        hPrev = tape.hBefore();
        if (fromZeros == rows) {
            return;
        }
        int first = from + fromZeros;
        int step = window.stepOf(first);
        if (step > 0 && window.width(step - 1) == window.width(window.stepOf(to - 1) - 1)) {
            hPrev = tape.layer(layer).H();
            prevRow = first - window.width(step - 1);
            return;
        }
        if (from > 0) {
            worker.meet(); // nobody reads the last ones any more
        }
        int copied = to - first;
        copyStates(window, tape, layer, first, first + worker.shareStart(copied), first + worker.shareEnd(copied));
        worker.meet();
    }

    /// @param first the row whose state before it is copied to row 0
    private void copyStates(Window window, Tape tape, int layer, int first, int from, int to) {
        for (int at = from; at < to; ) {
            int step = window.stepOf(at);
            int lane = at - window.start(step);
            int end = Math.min(to, window.start(step) + window.width(step));
            FMatrixRMaj source =
                    step == 0 ? tape.initial().h(layer) : tape.layer(layer).H();
            int sourceRow = step == 0 ? lane : window.start(step - 1) + lane;
            int width = source.numCols;
            System.arraycopy(source.data, sourceRow * width, hPrev.data, (at - first) * width, (end - at) * width);
            at = end;
        }
    }

    /// How many of the first rows have no hidden states before them but zeros, which add nothing to a product.
    int fromZeros() {
        return fromZeros;
    }

    /// Hidden states of the step before each of the other rows, from row [#prevRow] on.
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
