package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.LeftOperands;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// One worker's share of `dW ← [dW +] Aᵀ·dZ` for the weights of a layer, whose products have the same
/// gradients dZ: the recurrent ones, those of the input, the bias. They are kept until others come, so that
/// dZ, which lies far away, is fetched once for all of them.
///
/// A sum begins with row 0 of dZ, and goes on with the others: what dW was before is forgotten then, so
/// that nobody need set it to zero.
final class WeightGradients {

    private final Blas blas;
    private final int index;
    private final int count;
    private final LeftOperands left = new LeftOperands();
    private @Nullable FMatrixRMaj dZ;
    private int row;
    private int rows;
    private int column;
    private int columns;
    private boolean accumulate;

    /// @param blas the worker's own
    /// @param index the worker's
    /// @param count of workers
    WeightGradients(Blas blas, int index, int count) {
        this.blas = blas;
        this.index = index;
        this.count = count;
    }

    /// Adds `Aᵀ·dZ`, or begins with it, now or before [#finish] returns.
    ///
    /// @param zeros rows of zeros before those of A
    void add(
            int zeros,
            FMatrixRMaj A,
            int aRow,
            FMatrixRMaj ofProducts,
            int fromRow,
            int rowCount,
            int fromColumn,
            int columnCount,
            FMatrixRMaj dW,
            int dColumn) {
        begin(ofProducts, fromRow, rowCount, fromColumn, columnCount, fromRow > 0);
        left.addAfterZeros(zeros, A, aRow, dW, dColumn);
    }

    /// The same where A's rows, the same ones as those of dZ, are one-hot, as characters are; for all columns.
    ///
    /// @param adds whether to add, whichever rows these are
    void addOneHot(int[] ids, FMatrixRMaj ofProducts, int fromRow, int rowCount, boolean adds, FMatrixRMaj dW) {
        begin(ofProducts, fromRow, rowCount, 0, dW.numCols, adds);
        left.addOneHot(ids, fromRow, dW, 0);
    }

    @SuppressWarnings("ReferenceEquality") // asks whether it is the very matrix, whatever is in it
    private void begin(
            FMatrixRMaj ofProducts, int fromRow, int rowCount, int fromColumn, int columnCount, boolean adds) {
        boolean same = ofProducts == dZ
                && fromRow == row
                && rowCount == rows
                && fromColumn == column
                && columnCount == columns
                && adds == accumulate;
        if (!same || left.isFull()) {
            finish();
            dZ = ofProducts;
            row = fromRow;
            rows = rowCount;
            column = fromColumn;
            columns = columnCount;
            accumulate = adds;
        }
    }

    /// Adds what has not been added yet. Only then may the operands change.
    void finish() {
        if (dZ != null) {
            blas.multiplyTransposed(left, dZ, row, column, columns, rows, accumulate, index, count);
            left.clear();
            dZ = null;
        }
    }
}
