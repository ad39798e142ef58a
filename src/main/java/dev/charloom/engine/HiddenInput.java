package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.PackedMatrix;
import org.ejml.data.FMatrixRMaj;

/// The hidden states of the layer below as input: one product for a whole window.
final class HiddenInput implements LayerInput {

    private final Parameters.Layer parameters;
    private final Cell cell;
    private final PackedMatrix W; // H×G·H
    private final PackedMatrix WT; // G·H×H

    HiddenInput(ModelShape shape, Parameters.Layer parameters, Cell cell, Blas blas) {
        this.parameters = parameters;
        this.cell = cell;
        W = blas.allocate(shape.hidden(), shape.gatesSize());
        WT = blas.allocate(shape.gatesSize(), shape.hidden());
    }

    @Override
    public void pack(Worker worker, boolean backward) {
        worker.blas().pack(parameters.W(), 0, false, W, worker.index(), worker.count());
        if (backward) {
            worker.blas().pack(parameters.W(), 0, true, WT, worker.index(), worker.count());
        }
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
        worker.blas().multiply(tape.layer(layer - 1).H(), from, 0, to - from, W, true, Z, from, 0);
    }

    @Override
    public void backward(Window window, Tape tape, int layer, Parameters d, Worker worker) {
        FMatrixRMaj dZ = tape.layer(layer).Z();
        worker.blas()
                .addTransposedProduct(
                        tape.layer(layer - 1).H(),
                        0,
                        dZ,
                        0,
                        0,
                        dZ.numCols,
                        window.rows(),
                        d.layer(layer).W(),
                        0,
                        worker.index(),
                        worker.count());
        int from = worker.shareStart(window.rows());
        int to = worker.shareEnd(window.rows());
        worker.blas().multiply(dZ, from, 0, to - from, WT, false, tape.dH(), from, 0);
    }
}
