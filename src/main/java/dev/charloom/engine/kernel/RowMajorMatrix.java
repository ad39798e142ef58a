package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// A right-hand operand as oneDNN reads it: row-major. Where the source has this form, it is the source itself; a
/// transposed one is a copy, because products of few rows run at half the speed on a transposed operand.
///
/// @param source what it is made of
/// @param column the first column of the source's block
/// @param rows K
/// @param columns N
/// @param transposed whether the block of the source is the transpose of this
/// @param data where the elements are
/// @param at where element (0, 0) is
/// @param stride elements from one row to the next
record RowMajorMatrix(
        FMatrixRMaj source, int column, int rows, int columns, boolean transposed, float[] data, int at, int stride)
        implements PackedMatrix {

    static RowMajorMatrix of(FMatrixRMaj source, int column, int rows, int columns) {
        return new RowMajorMatrix(source, column, rows, columns, false, source.data, column, source.numCols);
    }

    static RowMajorMatrix transposed(FMatrixRMaj source, int column, int rows, int columns) {
        return new RowMajorMatrix(source, column, rows, columns, true, new float[rows * columns], 0, columns);
    }
}
