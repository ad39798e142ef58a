package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// Gated recurrent unit that resets before the matrix product (K. Cho et al., "Learning Phrase Representations using
/// RNN Encoder–Decoder", 2014; the deep-RNN article; Keras' `reset_after=False`).
///
/// ```
/// r = σ(x·W_r + h₋·U_r + b_r)        reset gate, the article's Γr
/// z = σ(x·W_z + h₋·U_z + b_z)        update gate: weights the old state
/// n = tanh(x·W_n + (r∘h₋)·U_n + b_n) candidate, the article's ã
/// h = (1 − z)∘n + z∘h₋
/// ```
///
/// The article writes a = Γu∗ã + (1−Γu)∗a₋, so its Γu = 1 − z: the same function with W_z, U_z and b_z negated.
/// Gates lie side by side in the order r, z, n. W: D×3H, U: H×3H, b: 1×3H.
final class GruResetBeforeCell extends Cell {

    private final int hidden;
    private final Parameters.Layer parameters;
    private final RecurrentWeights Urz; // H×2H
    private final RecurrentWeights Un; // H×H

    GruResetBeforeCell(Parameters.Layer parameters, Blas blas, boolean training) {
        this.hidden = parameters.U().numRows;
        this.parameters = parameters;
        Urz = new RecurrentWeights(parameters, 0, 2, blas, training);
        Un = new RecurrentWeights(parameters, 2, 1, blas, training);
    }

    @Override
    void pack(Worker worker) {
        Urz.pack(worker);
        Un.pack(worker);
    }

    @Override
    FMatrixRMaj inputBias() {
        return parameters.b();
    }

    /// `Z_rz += h₋·U_rz`, the gates, `s = r∘h₋`, `Z_n += s·U_n`, the candidate.
    @Override
    void forward(Step step, Tape.Layer tape, Worker worker) {
        Urz.addProduct(step.hPrev(), step.prevRow(), step, tape.Z(), 0, tape, worker);
        worker.gates()
                .gru()
                .gatesResetBefore(tape.Z(), step.hPrev(), step.prevRow(), step.row(), step.rows(), tape.S());
        worker.meetInStep();
        Un.addProduct(tape.S(), step.row(), step, tape.Z(), 2, tape, worker);
        worker.gates()
                .gru()
                .candidateResetBefore(tape.Z(), step.hPrev(), step.prevRow(), step.row(), step.rows(), tape.H());
    }

    /// With dh = dH + dHnext:
    ///
    /// ```
    /// dz = dh∘(h₋ − n)   dn = dh∘(1 − z)∘(1 − n²)   ds = dn·U_nᵀ   dr = ds∘h₋    dr, dz times their slopes
    /// dh₋ = dh∘z + ds∘r + Z_rz·U_rzᵀ
    /// ```
    @Override
    void backward(Step step, Tape.Layer layer, Tape tape, Worker worker) {
        worker.gates()
                .gru()
                .backwardCandidateResetBefore(
                        layer.Z(),
                        step.hPrev(),
                        step.prevRow(),
                        step.row(),
                        step.rows(),
                        tape.dH(),
                        tape.dHnext(),
                        step.lane());
        worker.meetInStep();
        Un.propagate(layer.Z(), step, 2, false, tape.dS(), layer, worker);
        worker.gates()
                .gru()
                .backwardResetBefore(
                        layer.Z(),
                        step.hPrev(),
                        step.prevRow(),
                        step.row(),
                        step.rows(),
                        tape.dS(),
                        tape.dHnext(),
                        step.lane());
        worker.meetInStep();
        Urz.propagateInTime(layer.Z(), step, 0, true, tape.dHnext(), layer, worker);
    }

    /// `dU_rz += h₋ᵀ·dZ_rz`, `dU_n += sᵀ·dZ_n`, `db += 1ᵀ·dZ`.
    @Override
    void addGradients(RowBlock block, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker) {
        FMatrixRMaj dZ = layer.Z();
        Urz.addGradients(block.hPrev(), block.prevRow(), dZ, block, 0, layer, d, worker);
        Un.addGradients(layer.S(), block.row() + block.fromZeros(), dZ, block, 2, layer, d, worker);
        worker.addBiasGradient(tape.ones(), dZ, block.row(), block.rows(), 0, 3 * hidden, d.b(), 0);
    }
}
