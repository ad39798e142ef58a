package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.PackedMatrix;
import org.ejml.data.FMatrixRMaj;

/// Gated recurrent unit that resets after the matrix product, with a second bias: the variant of cuDNN and PyTorch and
/// Keras' default (`reset_after=True`). The variant of K. Cho et al. 2014 is [GruResetBeforeCell].
///
/// ```
/// r = σ(x·W_r + b_r + h₋·U_r + c_r)   reset gate
/// z = σ(x·W_z + b_z + h₋·U_z + c_z)   update gate: weights the old state
/// q = h₋·U_n + c_n
/// n = tanh(x·W_n + b_n + r∘q)         candidate
/// h = (1 − z)∘n + z∘h₋
/// ```
///
/// Gates lie side by side in the order r, z, n. W: D×3H, U: H×3H, b: 1×3H, c (`bU`): 1×3H.
final class GruCell extends Cell {

    private final int hidden;
    private final Parameters.Layer parameters;
    private final PackedMatrix Urz; // H×2H
    private final PackedMatrix Un; // H×H
    private final PackedMatrix UrzT; // 2H×H
    private final PackedMatrix UnT; // H×H
    private final FMatrixRMaj inputBias; // 1×3H: b, plus c for r and z

    GruCell(ModelShape shape, Parameters.Layer parameters, Blas blas) {
        this.hidden = shape.hidden();
        this.parameters = parameters;
        Urz = blas.allocate(hidden, 2 * hidden);
        Un = blas.allocate(hidden, hidden);
        UrzT = blas.allocate(2 * hidden, hidden);
        UnT = blas.allocate(hidden, hidden);
        inputBias = new FMatrixRMaj(1, 3 * hidden);
    }

    @Override
    void pack(Worker worker, boolean backward) {
        worker.blas().pack(parameters.U(), 0, false, Urz, worker.index(), worker.count());
        worker.blas().pack(parameters.U(), 2 * hidden, false, Un, worker.index(), worker.count());
        if (backward) {
            worker.blas().pack(parameters.U(), 0, true, UrzT, worker.index(), worker.count());
            worker.blas().pack(parameters.U(), 2 * hidden, true, UnT, worker.index(), worker.count());
        }
        if (worker.index() == 0) {
            for (int j = 0; j < 3 * hidden; j++) {
                inputBias.data[j] = parameters.b().data[j] + (j < 2 * hidden ? parameters.bU().data[j] : 0f);
            }
        }
    }

    @Override
    FMatrixRMaj inputBias() {
        return inputBias;
    }

    /// `Z_rz += h₋·U_rz`, `q = c_n + h₋·U_n`, then the gates.
    @Override
    void forward(Step step, Tape.Layer tape, Worker worker) {
        FMatrixRMaj Q = tape.S();
        for (int row = step.row(); row < step.row() + step.rows(); row++) {
            System.arraycopy(parameters.bU().data, 2 * hidden, Q.data, row * hidden, hidden);
        }
        worker.blas().multiply(step.hPrev(), step.prevRow(), 0, step.rows(), Urz, true, tape.Z(), step.row(), 0);
        worker.blas().multiply(step.hPrev(), step.prevRow(), 0, step.rows(), Un, true, Q, step.row(), 0);
        worker.gates()
                .gru()
                .forwardResetAfter(tape.Z(), Q, step.hPrev(), step.prevRow(), step.row(), step.rows(), tape.H());
    }

    /// With dh = dH + dHnext:
    ///
    /// ```
    /// dz = dh∘(h₋ − n)   dn = dh∘(1 − z)∘(1 − n²)   dq = dn∘r   dr = dn∘q    dr, dz times their slopes
    /// dh₋ = dh∘z + Z_rz·U_rzᵀ + dq·U_nᵀ
    /// ```
    @Override
    void backward(Step step, Tape.Layer layer, Tape tape, Worker worker) {
        worker.gates()
                .gru()
                .backwardResetAfter(
                        layer.Z(),
                        layer.S(),
                        step.hPrev(),
                        step.prevRow(),
                        step.row(),
                        step.rows(),
                        tape.dH(),
                        tape.dHnext(),
                        step.lane());
        worker.blas().multiply(layer.Z(), step.row(), 0, step.rows(), UrzT, true, tape.dHnext(), step.lane(), 0);
        worker.blas().multiply(layer.S(), step.row(), 0, step.rows(), UnT, true, tape.dHnext(), step.lane(), 0);
    }

    /// `dU_rz += h₋ᵀ·dZ_rz`, `dU_n += h₋ᵀ·dq`, `db += 1ᵀ·dZ`, `dc_rz += 1ᵀ·dZ_rz`, `dc_n += 1ᵀ·dq`.
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
                step.hPrev(),
                step.prevRow(),
                layer.S(),
                step.row(),
                0,
                hidden,
                step.rows(),
                d.U(),
                2 * hidden,
                worker.index(),
                worker.count());
        if (worker.index() == 0) {
            blas.addTransposedProduct(
                    tape.ones(), 0, layer.Z(), step.row(), 0, 3 * hidden, step.rows(), d.b(), 0, 0, 1);
            blas.addTransposedProduct(
                    tape.ones(), 0, layer.Z(), step.row(), 0, 2 * hidden, step.rows(), d.bU(), 0, 0, 1);
            blas.addTransposedProduct(
                    tape.ones(), 0, layer.S(), step.row(), 0, hidden, step.rows(), d.bU(), 2 * hidden, 0, 1);
        }
    }
}
