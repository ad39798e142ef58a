package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.PackedMatrix;
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
    private final PackedMatrix Urz; // H×2H
    private final PackedMatrix Un; // H×H
    private final PackedMatrix UrzT; // 2H×H
    private final PackedMatrix UnT; // H×H

    GruResetBeforeCell(ModelShape shape, Parameters.Layer parameters, Blas blas) {
        this.hidden = shape.hidden();
        this.parameters = parameters;
        Urz = blas.allocate(hidden, 2 * hidden);
        Un = blas.allocate(hidden, hidden);
        UrzT = blas.allocate(2 * hidden, hidden);
        UnT = blas.allocate(hidden, hidden);
    }

    @Override
    void pack(Worker worker, boolean backward) {
        worker.blas().pack(parameters.U(), 0, false, Urz, worker.index(), worker.count());
        worker.blas().pack(parameters.U(), 2 * hidden, false, Un, worker.index(), worker.count());
        if (backward) {
            worker.blas().pack(parameters.U(), 0, true, UrzT, worker.index(), worker.count());
            worker.blas().pack(parameters.U(), 2 * hidden, true, UnT, worker.index(), worker.count());
        }
    }

    @Override
    FMatrixRMaj inputBias() {
        return parameters.b();
    }

    /// `Z_rz += h₋·U_rz`, the gates, `s = r∘h₋`, `Z_n += s·U_n`, the candidate.
    @Override
    void forward(Step step, Tape.Layer tape, Worker worker) {
        worker.blas().multiply(step.hPrev(), step.prevRow(), 0, step.rows(), Urz, true, tape.Z(), step.row(), 0);
        worker.gates()
                .gru()
                .gatesResetBefore(tape.Z(), step.hPrev(), step.prevRow(), step.row(), step.rows(), tape.S());
        worker.blas().multiply(tape.S(), step.row(), 0, step.rows(), Un, true, tape.Z(), step.row(), 2 * hidden);
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
        worker.blas().multiply(layer.Z(), step.row(), 2 * hidden, step.rows(), UnT, false, tape.dS(), step.lane(), 0);
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
        worker.blas().multiply(layer.Z(), step.row(), 0, step.rows(), UrzT, true, tape.dHnext(), step.lane(), 0);
    }

    /// `dU_rz += h₋ᵀ·dZ_rz`, `dU_n += sᵀ·dZ_n`, `db += 1ᵀ·dZ`.
    @Override
    void addGradients(Step step, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker) {
        Blas blas = worker.blas();
        blas.addTransposedProduct(
                step.hPrev(),
                step.prevRow(),
                layer.Z(),
                step.row(),
                0,
                2 * hidden,
                step.rows(),
                d.U(),
                0,
                worker.index(),
                worker.count());
        blas.addTransposedProduct(
                layer.S(),
                step.row(),
                layer.Z(),
                step.row(),
                2 * hidden,
                hidden,
                step.rows(),
                d.U(),
                2 * hidden,
                worker.index(),
                worker.count());
        if (worker.index() == 0) {
            blas.addTransposedProduct(
                    tape.ones(), 0, layer.Z(), step.row(), 0, 3 * hidden, step.rows(), d.b(), 0, 0, 1);
        }
    }
}
