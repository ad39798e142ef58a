package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.PackedMatrix;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// A block of columns of a weight matrix in the forms that products read: as it is for the forward pass, and, in
/// training, transposed for the backward pass.
final class PackedWeights {

    private final PackedMatrix forward;
    private final @Nullable PackedMatrix transposed;

    private PackedWeights(PackedMatrix forward, @Nullable PackedMatrix transposed) {
        this.forward = forward;
        this.transposed = transposed;
    }

    /// All of a matrix that hidden states are multiplied with.
    static PackedWeights ofStates(FMatrixRMaj weights, Blas blas, boolean training) {
        return ofStates(weights, 0, weights.numCols, blas, training);
    }

    /// The `columns` columns from `column` on of a matrix that hidden states are multiplied with.
    static PackedWeights ofStates(FMatrixRMaj weights, int column, int columns, Blas blas, boolean training) {
        return new PackedWeights(
                training
                        ? blas.operand(weights, column, weights.numRows, columns)
                        : blas.stateOperand(weights, column, weights.numRows, columns),
                training ? transposed(weights, column, columns, blas) : null);
    }

    /// The first `columns` columns of a matrix that anything may be multiplied with.
    static PackedWeights of(FMatrixRMaj weights, int columns, Blas blas, boolean training) {
        return new PackedWeights(
                blas.operand(weights, 0, weights.numRows, columns),
                training ? transposed(weights, 0, columns, blas) : null);
    }

    private static PackedMatrix transposed(FMatrixRMaj weights, int column, int columns, Blas blas) {
        return blas.transposedOperand(weights, column, /* rows= */ columns, /* columns= */ weights.numRows);
    }

    /// The transpose of a matrix.
    static PackedWeights ofTransposed(FMatrixRMaj weights, Blas blas, boolean training) {
        return new PackedWeights(
                blas.transposedOperand(weights, 0, /* rows= */ weights.numCols, /* columns= */ weights.numRows),
                training ? blas.operand(weights, 0, weights.numRows, weights.numCols) : null);
    }

    /// Renews the worker's share after the weights have changed.
    void pack(Worker worker) {
        worker.blas().pack(forward, worker.index(), worker.count());
        if (transposed != null) {
            worker.blas().pack(transposed, worker.index(), worker.count());
        }
    }

    PackedMatrix forward() {
        return forward;
    }

    /// @throws IllegalStateException if this was not made for training
    PackedMatrix transposed() {
        if (transposed == null) {
            throw new IllegalStateException("weights for inference have no transposed form");
        }
        return transposed;
    }
}
