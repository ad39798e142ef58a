package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// The recurrent weights of some neighbouring gates, H×gates·H, in the products of one time step.
///
/// A worker computes the columns of its own hidden units: all of them in one product, or where units are divided, gate
/// by gate.
final class RecurrentWeights {

    private final int hidden;
    private final int gates;
    private final PackedWeights weights;

    /// @param U all recurrent weights of a layer, H×G·H
    /// @param firstGate the first of these gates
    RecurrentWeights(FMatrixRMaj U, int firstGate, int gates, Blas blas, boolean training) {
        this.hidden = U.numRows;
        this.gates = gates;
        this.weights = PackedWeights.ofStates(U, firstGate * hidden, gates * hidden, blas, training);
    }

    void pack(Worker worker) {
        weights.pack(worker);
    }

    /// `out ← out + h·U` for the worker's units of these gates.
    ///
    /// @param h hidden states, rows from `hRow`
    /// @param out modified: rows from `outRow`, the first of these gates being its gate `outGate`
    void addProduct(FMatrixRMaj h, int hRow, int rows, FMatrixRMaj out, int outRow, int outGate, Worker worker) {
        if (worker.units() == hidden) {
            worker.blas().multiply(h, hRow, 0, rows, weights.forward(), true, out, outRow, outGate * hidden);
            return;
        }
        int unit = worker.firstUnit();
        for (int gate = 0; gate < gates; gate++) {
            int column = (outGate + gate) * hidden + unit;
            worker.blas()
                    .multiply(
                            h,
                            hRow,
                            0,
                            rows,
                            weights.forward(),
                            gate * hidden + unit,
                            worker.units(),
                            true,
                            out,
                            outRow,
                            column);
        }
    }

    /// `dh ← [dh +] dZ·Uᵀ` for the worker's units, from these gates of all units.
    ///
    /// @param dZ gradients of the gates, rows from `row`, the first of these gates being its gate `gate`
    /// @param accumulate whether to add
    /// @param dh modified: rows from `dhRow`
    void propagate(
            FMatrixRMaj dZ, int row, int gate, int rows, boolean accumulate, FMatrixRMaj dh, int dhRow, Worker worker) {
        int unit = worker.firstUnit();
        worker.blas()
                .multiply(
                        dZ,
                        row,
                        gate * hidden,
                        rows,
                        weights.transposed(),
                        unit,
                        worker.units(),
                        accumulate,
                        dh,
                        dhRow,
                        unit);
    }
}
