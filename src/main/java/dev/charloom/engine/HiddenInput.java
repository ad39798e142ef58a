package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// The hidden states of the layer below as input: one product for a whole window.
final class HiddenInput implements LayerInput {

    private final Cell cell;
    private final PackedWeights W; // H×G·H

    HiddenInput(Parameters.Layer parameters, Cell cell, Blas blas, boolean training) {
        this.cell = cell;
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
        FMatrixRMaj bias = cell.inputBias();
        for (int row = from; row < to; row++) {
            System.arraycopy(bias.data, 0, Z.data, row * Z.numCols, Z.numCols);
        }
        worker.blas().multiply(tape.layer(layer - 1).H(), from, 0, to - from, W.forward(), true, Z, from, 0);
    }

    @Override
    public void propagate(Tape tape, int layer, int from, int to, Worker worker) {
        worker.blas().multiply(tape.layer(layer).Z(), from, 0, to - from, W.transposed(), false, tape.dH(), from, 0);
    }

    @Override
    public void addGradients(Window window, Tape tape, int layer, int from, int to, Parameters d, Worker worker) {
        FMatrixRMaj dZ = tape.layer(layer).Z();
        FMatrixRMaj H = tape.layer(layer - 1).H();
        worker.addWeightGradient(
                H, from, dZ, from, to - from, 0, dZ.numCols, d.layer(layer).W(), 0);
    }

    @Override
    public void finishGradients(Tape tape, Parameters d, Worker worker) {}
}
