package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/// Stacked recurrent layers: each reads the hidden states of the one below over the whole window.
///
/// Within a layer the product of the inputs, over all rows of the window, and the gradients of the weights are divided
/// among the workers by rows; the loop over time is divided by lanes, which never depend on each other, so that the
/// workers meet twice per layer and not in every step.
final class CellStack {

    private final List<LayerInput> inputs = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();

    CellStack(ModelShape shape, Parameters parameters, Blas blas) {
        for (int l = 0; l < shape.layers(); l++) {
            Cell cell = Cell.of(shape, parameters.layer(l), blas);
            cells.add(cell);
            inputs.add(
                    l == 0
                            ? new CharacterInput(shape, parameters, cell, blas)
                            : new HiddenInput(shape, parameters.layer(l), cell, blas));
        }
    }

    void pack(Worker worker, boolean backward) {
        cells.forEach(cell -> cell.pack(worker, backward));
        inputs.forEach(input -> input.pack(worker, backward));
        worker.meet();
        inputs.forEach(input -> input.finishPacking(worker));
    }

    /// Hidden states of every layer, into the tape, and the state after the window.
    ///
    /// @param state out; the state before the window is in the tape
    void forward(Window window, State state, Tape tape, Worker worker) {
        for (int l = 0; l < cells.size(); l++) {
            int rows = window.rows();
            inputs.get(l).forward(window, tape, l, worker.shareStart(rows), worker.shareEnd(rows), worker);
            worker.meet();
            forwardInTime(window, state, tape, l, worker);
            worker.meet();
        }
    }

    private void forwardInTime(Window window, State state, Tape tape, int layer, Worker worker) {
        int from = worker.shareStart(window.lanes());
        int to = worker.shareEnd(window.lanes());
        Cell cell = cells.get(layer);
        var step = new Step();
        for (int t = 0; t < window.steps(); t++) {
            int end = Math.min(to, window.width(t));
            if (from < end) {
                step.at(window, tape, layer, t, from, end - from);
                cell.forward(step, tape.layer(layer), worker);
                keepLastStates(window, state, tape, layer, t, Math.max(from, window.width(t + 1)), end);
            }
        }
    }

    /// Lanes [from, to) have their last step at `t`: what they end in is the state after the window.
    private static void keepLastStates(Window window, State state, Tape tape, int layer, int t, int from, int to) {
        if (from >= to) {
            return;
        }
        copyRows(tape.layer(layer).H(), window.start(t) + from, state.h(layer), from, to - from);
        if (state.c(layer).numRows > 0) {
            copyRows(tape.layer(layer).C(), window.start(t) + from, state.c(layer), from, to - from);
        }
    }

    /// Gradients of all layers from the tape's dH, which holds those of the top layer's hidden states.
    ///
    /// @param d modified: the worker's share is added
    void backward(Window window, Tape tape, Parameters d, Worker worker) {
        for (int l = cells.size() - 1; l >= 0; l--) {
            backwardInTime(window, tape, l, worker);
            worker.meet();
            addRecurrentGradients(window, tape, l, d, worker);
            inputs.get(l).backward(window, tape, l, d, worker);
            worker.meet();
        }
    }

    private void backwardInTime(Window window, Tape tape, int layer, Worker worker) {
        int from = worker.shareStart(window.lanes());
        int to = worker.shareEnd(window.lanes());
        Cell cell = cells.get(layer);
        var step = new Step();
        for (int t = window.steps() - 1; t >= 0; t--) {
            int end = Math.min(to, window.width(t));
            if (from < end) {
                int ended = Math.max(from, window.width(t + 1));
                zeroRows(tape.dHnext(), ended, end);
                zeroRows(tape.dC(), ended, end);
                step.at(window, tape, layer, t, from, end - from);
                cell.backward(step, tape.layer(layer), tape, worker);
            }
        }
    }

    /// One product per run of steps whose rows, and whose previous states' rows, are consecutive: for windows of
    /// constant width the first step and all the others.
    private void addRecurrentGradients(Window window, Tape tape, int layer, Parameters d, Worker worker) {
        var step = new Step();
        int t = 0;
        while (t < window.steps()) {
            int rows = window.width(t);
            int next = t + 1;
            while (t > 0 && next < window.steps() && window.width(next - 1) == window.width(next - 2)) {
                rows += window.width(next++);
            }
            step.at(window, tape, layer, t, 0, rows);
            cells.get(layer).addGradients(step, tape.layer(layer), tape, d.layer(layer), worker);
            t = next;
        }
    }

    private static void copyRows(FMatrixRMaj source, int from, FMatrixRMaj target, int to, int rows) {
        int width = source.numCols;
        System.arraycopy(source.data, from * width, target.data, to * width, rows * width);
    }

    private static void zeroRows(FMatrixRMaj m, int from, int to) {
        if (from < to) {
            java.util.Arrays.fill(m.data, from * m.numCols, to * m.numCols, 0f);
        }
    }
}
