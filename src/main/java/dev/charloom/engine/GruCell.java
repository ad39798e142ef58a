package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
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
    private final RecurrentWeights Urz; // H×2H
    private final RecurrentWeights Un; // H×H
    private final FMatrixRMaj inputBias; // 1×3H: b, plus c for r and z

    GruCell(Parameters.Layer parameters, Blas blas, boolean training) {
        this.hidden = parameters.U().numRows;
        this.parameters = parameters;
        Urz = new RecurrentWeights(parameters, 0, 2, blas, training);
        Un = new RecurrentWeights(parameters, 2, 1, blas, training);
        inputBias = new FMatrixRMaj(1, 3 * hidden);
    }

    @Override
    void pack(Worker worker) {
        Urz.pack(worker);
        Un.pack(worker);
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
        int unit = worker.firstUnit();
        for (int row = step.row(); row < step.row() + step.rows(); row++) {
            System.arraycopy(parameters.bU().data, 2 * hidden + unit, Q.data, row * hidden + unit, worker.units());
        }
        Urz.addProduct(step.hPrev(), step.prevRow(), step, tape.Z(), 0, tape, worker);
        Un.addProduct(step.hPrev(), step.prevRow(), step, Q, 0, tape, worker);
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
        worker.meetInStep();
        Urz.propagateInTime(layer.Z(), step, 0, true, tape.dHnext(), layer, worker);
        Un.propagateInTime(layer.S(), step, 0, true, tape.dHnext(), layer, worker);
    }

    /// `dU_rz += h₋ᵀ·dZ_rz`, `dU_n += h₋ᵀ·dq`, `dc_rz += 1ᵀ·dZ_rz`, `dc_n += 1ᵀ·dq`, `db += 1ᵀ·dZ`.
    @Override
    void addGradients(RowBlock block, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker) {
        FMatrixRMaj dZ = layer.Z();
        FMatrixRMaj dQ = layer.S();
        Urz.addGradients(block.hPrev(), block.prevRow(), dZ, block, 0, layer, d, worker);
        worker.addBiasGradient(tape.ones(), dZ, block.row(), block.rows(), 0, 2 * hidden, d.bU(), 0);
        Un.addGradients(block.hPrev(), block.prevRow(), dQ, block, 0, layer, d, worker);
        worker.addBiasGradient(tape.ones(), dQ, block.row(), block.rows(), 0, hidden, d.bU(), 2 * hidden);
        worker.addBiasGradient(tape.ones(), dZ, block.row(), block.rows(), 0, 3 * hidden, d.b(), 0);
    }
}
