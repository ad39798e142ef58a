package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// Long short-term memory with a forget gate (F. A. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", 2000), as
/// in PyTorch and Keras and, with its Γ written out, in the deep-RNN article.
///
/// ```
/// i = σ(x·W_i + h₋·U_i + b_i)      input (the article's update) gate
/// f = σ(x·W_f + h₋·U_f + b_f)      forget gate
/// g = tanh(x·W_g + h₋·U_g + b_g)   candidate
/// o = σ(x·W_o + h₋·U_o + b_o)      output gate
/// c = f∘c₋ + i∘g
/// h = o∘tanh(c)
/// ```
///
/// Gates lie side by side in the order i, f, g, o. W: D×4H, U: H×4H, b: 1×4H.
final class LstmCell extends Cell {

    private final Parameters.Layer parameters;
    private final RecurrentWeights U; // H×4H

    LstmCell(Parameters.Layer parameters, Blas blas, boolean training) {
        this.parameters = parameters;
        U = new RecurrentWeights(parameters, 0, 4, blas, training);
    }

    @Override
    void pack(Worker worker) {
        U.pack(worker);
    }

    @Override
    FMatrixRMaj inputBias() {
        return parameters.b();
    }

    /// `Z += h₋·U`, then the gates.
    @Override
    void forward(Step step, Tape.Layer tape, Worker worker) {
        U.addProduct(step.hPrev(), step.prevRow(), step, tape.Z(), 0, tape, worker);
        worker.gates()
                .lstm()
                .forward(tape.Z(), step.cPrev(), step.prevRow(), step.row(), step.rows(), tape.C(), tape.S(), tape.H());
    }

    /// With dh = dH + dHnext:
    ///
    /// ```
    /// dc += dh∘o∘(1 − tanh²c)
    /// do = dh∘tanh(c)   di = dc∘g   df = dc∘c₋   dg = dc∘i    each times its activation's slope, into Z
    /// dc₋ = dc∘f        dh₋ = Z·Uᵀ
    /// ```
    @Override
    void backward(Step step, Tape.Layer layer, Tape tape, Worker worker) {
        worker.gates()
                .lstm()
                .backward(
                        layer.Z(),
                        step.cPrev(),
                        step.prevRow(),
                        step.row(),
                        step.rows(),
                        layer.S(),
                        tape.dH(),
                        tape.dHnext(),
                        tape.dC(),
                        step.lane());
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
