package dev.charloom.engine;

import java.util.Objects;
import org.ejml.data.FMatrixRMaj;

/// The layer normalisation of the products of a layer's input: `Z ← g∘x̂ + b`.
final class InputNorm {

    private final LayerNorm norm;
    private final Cell cell;
    private final int gates;

    InputNorm(Parameters.Layer parameters, Cell cell, int hidden) {
        norm = new LayerNorm(parameters.gW(), hidden);
        gates = parameters.gW().numCols / hidden;
        this.cell = cell;
    }

    /// From the products in Z's rows [from, to), what the cell adds the recurrent products to.
    void forward(Tape.Layer tape, int from, int to) {
        Tape.Norm left = Objects.requireNonNull(tape.norm());
        FMatrixRMaj Z = tape.Z();
        int width = left.X().numCols;
        for (int row = from; row < to; row++) {
            System.arraycopy(Z.data, row * Z.numCols, left.X().data, row * width, width);
            System.arraycopy(cell.inputBias().data, 0, Z.data, row * Z.numCols, width);
            norm.addTo(Z, 0, left.X(), left.scales(), row, 0, gates);
        }
    }

    /// From the gradients in Z, those of the gains, and those of the products, in the tape's X. The workers meet.
    ///
    /// @param d modified
    void backward(int rows, Tape.Layer tape, Parameters.Layer d, Worker worker) {
        Tape.Norm left = Objects.requireNonNull(tape.norm());
        FMatrixRMaj dZ = tape.Z();
        LayerNorm.addGradients(dZ, 0, 0, left.X(), 0, left.X().numCols, rows, d.gW(), worker);
        worker.meet();
        for (int row = worker.shareStart(rows); row < worker.shareEnd(rows); row++) {
            norm.backward(dZ, 0, left.X(), left.scales(), left.X(), row, 0, gates);
        }
        worker.meet();
    }
}
