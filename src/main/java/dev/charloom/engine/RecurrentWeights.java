package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// The recurrent weights of some neighbouring gates, H×gates·H, in the products of one time step.
///
/// A worker computes the columns of its own hidden units: all of them in one product, or where units are divided, gate
/// by gate.
final class RecurrentWeights {

    private final int hidden;
    private final int firstGate;
    private final int gates;
    private final @Nullable LayerNorm norm;
    private final PackedWeights weights;

    /// @param layer the parameters of the layer
    /// @param firstGate the first of these gates
    RecurrentWeights(Parameters.Layer layer, int firstGate, int gates, Blas blas, boolean training) {
        this.hidden = layer.U().numRows;
        this.firstGate = firstGate;
        this.gates = gates;
        this.weights = PackedWeights.ofStates(layer.U(), firstGate * hidden, gates * hidden, blas, training);
        this.norm = layer.gU().numCols > 0 ? new LayerNorm(layer.gU(), hidden) : null;
    }

    void pack(Worker worker) {
        weights.pack(worker);
    }

    /// `out ← out + h·U` for the worker's units of these gates, or what layer normalisation makes of the product.
    ///
    /// @param tape where that leaves what backward needs
    /// @param h hidden states before the step, or r∘h₋, rows from `hRow`
    /// @param out modified: the step's rows, the first of these gates being its gate `outGate`
    void addProduct(FMatrixRMaj h, int hRow, Step step, FMatrixRMaj out, int outGate, Tape.Layer tape, Worker worker) {
        int outRow = step.row();
        int rows = step.rows();
        if (norm != null) {
            addNormalised(h, hRow, rows, out, outRow, outGate, norm, tape, worker);
            return;
        }
        if (step.isFromZeros()) {
            return;
        }
        if (worker.units() == hidden) {
            worker.blas().multiply(h, hRow, 0, rows, weights.forward(), true, out, outRow, outGate * hidden);
            return;
        }
        int unit = worker.firstUnit();
        int column = outGate * hidden + unit;
        worker.blas()
                .multiplyBlocks(
                        h,
                        hRow,
                        0,
                        rows,
                        weights.forward(),
                        unit,
                        worker.units(),
                        gates,
                        hidden,
                        true,
                        out,
                        outRow,
                        column);
    }

    private void addNormalised(
            FMatrixRMaj h,
            int hRow,
            int rows,
            FMatrixRMaj out,
            int outRow,
            int outGate,
            LayerNorm layerNorm,
            Tape.Layer tape,
            Worker worker) {
        Tape.Norm left = Objects.requireNonNull(tape.norm());
        worker.blas().multiply(h, hRow, 0, rows, weights.forward(), false, left.R(), outRow, firstGate * hidden);
        for (int row = outRow; row < outRow + rows; row++) {
            layerNorm.addTo(out, outGate, left.R(), left.recurrentScales(), row, firstGate, gates);
        }
    }

    /// `dh₋ ← [dh₋ +] dZ·Uᵀ` for the worker's units, from these gates of all units. Those before the window have no
    /// use for it.
    ///
    /// @param dZ gradients of the gates, the first of these gates being its gate `gate`
    /// @param accumulate whether to add
    /// @param dh modified: the step's lanes
    void propagateInTime(
            FMatrixRMaj dZ, Step step, int gate, boolean accumulate, FMatrixRMaj dh, Tape.Layer tape, Worker worker) {
        if (!step.isFirst()) {
            propagate(dZ, step, gate, accumulate, dh, tape, worker);
        } else {
            normaliseBackward(dZ, step, gate, tape);
        }
    }

    /// `dh ← [dh +] dZ·Uᵀ` of what was multiplied with these weights, as [#propagateInTime], in every step.
    void propagate(
            FMatrixRMaj dZ, Step step, int gate, boolean accumulate, FMatrixRMaj dh, Tape.Layer tape, Worker worker) {
        normaliseBackward(dZ, step, gate, tape);
        int unit = worker.firstUnit();
        Tape.Norm left = tape.norm();
        worker.blas()
                .multiply(
                        left == null ? dZ : left.dR(),
                        step.row(),
                        (left == null ? gate : firstGate) * hidden,
                        step.rows(),
                        weights.transposed(),
                        unit,
                        worker.units(),
                        accumulate,
                        dh,
                        step.lane(),
                        unit);
    }

    /// Gradients of the products from those of what layer normalisation makes of them.
    private void normaliseBackward(FMatrixRMaj dZ, Step step, int gate, Tape.Layer tape) {
        Tape.Norm left = tape.norm();
        if (norm != null && left != null) {
            for (int at = step.row(); at < step.row() + step.rows(); at++) {
                norm.backward(dZ, gate, left.R(), left.recurrentScales(), left.dR(), at, firstGate, gates);
            }
        }
    }

    /// `dU ← [dU +] hᵀ·dZ`: the worker's share of the gradients of these gates' weights, over consecutive rows, once
    /// [#propagateInTime] is over for them.
    ///
    /// @param h what was multiplied with these weights: the zeros that `block` begins with, then rows from `hRow`
    /// @param dZ as there
    /// @param d modified
    void addGradients(
            FMatrixRMaj h,
            int hRow,
            FMatrixRMaj dZ,
            RowBlock block,
            int gate,
            Tape.Layer tape,
            Parameters.Layer d,
            Worker worker) {
        int columns = gates * hidden;
        int first = firstGate * hidden;
        Tape.Norm left = tape.norm();
        int zeros = block.fromZeros();
        int row = block.row();
        int rows = block.rows();
        if (left == null) {
            worker.addWeightGradientAfterZeros(zeros, h, hRow, dZ, row, rows, gate * hidden, columns, d.U(), first);
        } else {
            worker.addWeightGradientAfterZeros(zeros, h, hRow, left.dR(), row, rows, first, columns, d.U(), first);
            LayerNorm.addGradients(dZ, row, gate * hidden, left.R(), first, columns, rows, d.gU(), worker);
        }
    }
}
