package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// The hidden states of the layer below as input: one product for a whole window.
final class HiddenInput implements LayerInput {

    private final FMatrixRMaj bias; // 1×G·H
    private final PackedWeights W; // H×G·H

    HiddenInput(Parameters.Layer parameters, FMatrixRMaj bias, Blas blas, boolean training) {
        this.bias = bias;
        W = PackedWeights.ofStates(parameters.W(), blas, training);
    }

    @Override
    public void pack(Worker worker) {
        W.pack(worker);
    }

    @Override
    public void finishPacking(Worker worker) {}

    @Override
    public void forward(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        FMatrixRMaj Z = tape.layer(layer).Z();
        FMatrixRMaj H = tape.layer(layer - 1).H();
        MaskedRows masked = tape.dropout().below(layer);
        if (masked != null) {
            masked.apply(window, H, masked.X(), from, to);
        }
        FMatrixRMaj X = masked == null ? H : masked.X();
        worker.blas().multiplyAndAddRow(X, from, 0, to - from, W.forward(), bias, Z, from, 0);
    }

    @Override
    public boolean isLookup(Tape tape) {
        return false;
    }

    @Override
    public void forwardUnits(Window window, Tape tape, int layer, Worker worker) {
        FMatrixRMaj Z = tape.layer(layer, worker).Z();
        FMatrixRMaj H = tape.layer(layer - 1).H();
        for (int row = 0; row < window.rows(); row++) {
            worker.copyUnits(bias, 0, Z, row);
        }
        int hidden = H.numCols;
        int unit = worker.firstUnit();
        int gates = bias.numCols / hidden;
        worker.blas()
                .multiplyBlocks(
                        H, 0, 0, window.rows(), W.forward(), unit, worker.units(), gates, hidden, true, Z, 0, unit);
    }

    @Override
    public void propagate(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        worker.blas()
                .multiply(tape.layer(layer).dInput(), from, 0, to - from, W.transposed(), false, tape.dH(), from, 0);
        MaskedRows masked = tape.dropout().below(layer);
        if (masked != null) {
            masked.apply(window, tape.dH(), tape.dH(), from, to);
        }
    }

    @Override
    public void addGradients(Window window, Tape tape, int layer, int from, int to, Parameters d, Worker worker) {
        FMatrixRMaj dZ = tape.layer(layer).dInput();
        MaskedRows masked = tape.dropout().below(layer);
        FMatrixRMaj X = masked == null ? tape.layer(layer - 1).H() : masked.X();
        FMatrixRMaj dW = d.layer(layer).W();
        worker.addWeightGradient(X, from, dZ, from, to - from, 0, dW.numCols, dW, 0);
    }

    @Override
    public void finishGradients(Window window, Tape tape, Parameters d, Worker worker) {}
}
