package dev.charloom.engine;

import org.ejml.data.FMatrixRMaj;

/// Which rows of a tape one time step of some lanes covers, and where the states before it stand. Reused, not
/// allocated, by the loop over time.
final class Step {

    private FMatrixRMaj hPrev = new FMatrixRMaj(0, 0);
    private FMatrixRMaj cPrev = new FMatrixRMaj(0, 0);
    private int prevRow;
    private int row;
    private int rows;
    private int lane;
    private boolean first;
    private boolean fromZeros;

    /// Points at `rows` lanes from `lane` on at step `t` of `window`, in layer `layer`.
    ///
    /// @param of what is written of the layer
    void at(Window window, Tape tape, Tape.Layer of, int layer, int t, int lane, int rows) {
        first = t == 0;
        fromZeros = first && tape.beginsWithZeros();
        hPrev = first ? tape.initial().h(layer) : of.H();
        cPrev = first ? tape.initial().c(layer) : of.C();
        prevRow = first ? lane : window.start(t - 1) + lane;
        row = window.start(t) + lane;
        this.rows = rows;
        this.lane = lane;
    }

    /// Hidden states of the step before, rows from [#prevRow].
    FMatrixRMaj hPrev() {
        return hPrev;
    }

    /// Cell states of the step before, rows from [#prevRow].
    FMatrixRMaj cPrev() {
        return cPrev;
    }

    int prevRow() {
        return prevRow;
    }

    /// Whether it is the window's first, so that the step before gets no gradients.
    boolean isFirst() {
        return first;
    }

    /// Whether all hidden states of the step before are known to be zero.
    boolean isFromZeros() {
        return fromZeros;
    }

    /// First row of this step.
    int row() {
        return row;
    }

    int rows() {
        return rows;
    }

    /// First lane.
    int lane() {
        return lane;
    }
}
