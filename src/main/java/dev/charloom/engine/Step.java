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

    /// Points at `rows` lanes from `lane` on at step `t` of `window`, in layer `layer`.
    ///
    /// @param initial the state before the window
    /// @param tape what is written of the layer
    void at(Window window, State initial, Tape.Layer tape, int layer, int t, int lane, int rows) {
        hPrev = t == 0 ? initial.h(layer) : tape.H();
        cPrev = t == 0 ? initial.c(layer) : tape.C();
        prevRow = t == 0 ? lane : window.start(t - 1) + lane;
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
