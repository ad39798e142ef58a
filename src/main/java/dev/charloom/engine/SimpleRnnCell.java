package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// Simple recurrent cell (J. L. Elman, "Finding Structure in Time", 1990).
///
/// ```
/// h = tanh(x·W + h₋·U + b)
/// ```
///
/// W: D×H, U: H×H, b: 1×H.
final class SimpleRnnCell extends Cell {

    private final Parameters.Layer parameters;
    private final RecurrentWeights U; // H×H

    SimpleRnnCell(Parameters.Layer parameters, Blas blas, boolean training) {
        this.parameters = parameters;
        U = new RecurrentWeights(parameters, 0, 1, blas, training);
    }

    @Override
    void pack(Worker worker) {
        U.pack(worker);
    }

    @Override
    FMatrixRMaj inputBias() {
        return parameters.b();
    }

    @Override
    void forward(Step step, Tape.Layer tape, Worker worker) {
        U.addProduct(step.hPrev(), step.prevRow(), step, tape.Z(), 0, tape, worker);
        worker.gates().rnn().forward(tape.Z(), step.row(), step.rows(), tape.H());
    }

    /// With dh = dH + dHnext: `da = dh∘(1 − h²)`, into Z; `dh₋ = Z·Uᵀ`.
    @Override
    void backward(Step step, Tape.Layer layer, Tape tape, Worker worker) {
        worker.gates()
                .rnn()
                .backward(layer.H(), step.row(), step.rows(), tape.dH(), tape.dHnext(), step.lane(), layer.Z());
        worker.meetInStep();
        U.propagateInTime(layer.Z(), step, 0, false, tape.dHnext(), layer, worker);
    }

    /// `dU += h₋ᵀ·dZ`, `db += 1ᵀ·dZ`.
    @Override
    void addGradients(RowBlock block, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker) {
        U.addGradients(block.hPrev(), block.prevRow(), layer.Z(), block, 0, layer, d, worker);
        worker.addBiasGradient(tape.ones(), layer.Z(), block.row(), block.rows(), 0, d.b().numCols, d.b(), 0);
    }
}
