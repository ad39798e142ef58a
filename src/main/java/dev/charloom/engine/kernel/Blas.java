package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// The matrix products of the engine, float32, row-major.
///
/// An instance belongs to one thread, because it owns scratch memory; a [PackedMatrix] may be read by the instances of
/// several threads. No method checks bounds beyond what Java does: the callers own the shapes.
///
/// The plain Java implementation also keeps that an element of a result does not depend on how rows or columns were
/// divided among calls or threads: the same numbers come out whatever the number of threads. A native one gives the
/// same numbers for the same calls on the same processor.
public sealed interface Blas permits X86Blas, QuantizedBlas, JavaBlas, OneDnnBlas {

    /// The name shown to users and recorded with benchmarks.
    String name();

    /// Another instance of the same kind, for another thread.
    Blas forAnotherThread();

    /// From how many rows on a product with a packed operand that stays in the cache costs a row no more than one of
    /// many rows does.
    default int rowsEnough() {
        return 64;
    }

    /// The gate kernels that go with these products.
    ///
    /// @param hidden units of each layer, `H`
    /// @param firstUnit the first of those that are computed
    /// @param units how many
    default GateKernels gates(int hidden, int firstUnit, int units) {
        return GateKernels.inJava(hidden, firstUnit, units);
    }

    /// The loss that goes with these products.
    default SoftmaxCrossEntropy softmaxCrossEntropy() {
        return new JavaSoftmaxCrossEntropy();
    }

    /// A right-hand operand of `rows`×`columns` whose element (k, n) is `source[k][column + n]`, to be filled by
    /// [#pack]
    /// before its first use.
    PackedMatrix operand(FMatrixRMaj source, int column, int rows, int columns);

    /// As [#operand], for left operands that are hidden states, whose elements lie in [−1, 1].
    default PackedMatrix stateOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return operand(source, column, rows, columns);
    }

    /// A right-hand operand of `rows`×`columns` whose element (k, n) is `source[n][column + k]`, to be filled by
    /// [#pack]
    /// before its first use.
    PackedMatrix transposedOperand(FMatrixRMaj source, int column, int rows, int columns);

    /// Brings an operand up to date with its source, after that has changed.
    ///
    /// @param operand modified: the share `part` of `parts` is written
    void pack(PackedMatrix operand, int part, int parts);

    /// `C ← A·B`, or `C ← C + A·B` when `accumulate`, over `rows` rows and some columns of B.
    ///
    /// @param a left operand; the block of `rows`×`b.rows()` at (`aRow`, `aColumn`) is read
    /// @param bColumn the first column of B that is used
    /// @param columns how many
    /// @param c modified: the block of `rows`×`columns` at (`cRow`, `cColumn`); must not be `a`
    void multiply(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            int bColumn,
            int columns,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn);

    /// The same with all columns of B.
    default void multiply(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        multiply(a, aRow, aColumn, rows, b, 0, b.columns(), accumulate, c, cRow, cColumn);
    }

    /// `C ← 1·d + A·B` with all columns of B, `d` being a row that every row of the sum begins with.
    ///
    /// @param d 1×`b.columns()`
    default void multiplyAndAddRow(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            FMatrixRMaj d,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        for (int row = cRow; row < cRow + rows; row++) {
            System.arraycopy(d.data, 0, c.data, row * c.numCols + cColumn, b.columns());
        }
        multiply(a, aRow, aColumn, rows, b, true, c, cRow, cColumn);
    }

    /// [#multiply] for several blocks of columns of B, `stride` columns apart: those of some units in every
    /// gate. They lie as far apart in C.
    ///
    /// @param bColumn the first column of the first block
    /// @param columns of each block
    /// @param blocks how many
    default void multiplyBlocks(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            int bColumn,
            int columns,
            int blocks,
            int stride,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        for (int block = 0; block < blocks; block++) {
            int first = block * stride;
            multiply(a, aRow, aColumn, rows, b, bColumn + first, columns, accumulate, c, cRow, cColumn + first);
        }
    }

    /// `C ← Aᵀ·B`, or `C ← C + Aᵀ·B` when `accumulate`, for several A, each with its own C:
    /// weight gradients, summed over `rows` rows in ascending order. Of the block of all rows and `columns`
    /// columns of each C the share `part` of `parts` is written.
    ///
    /// @param left every A with `rows` rows, some of them perhaps zeros, and `C.numRows` columns, and its C,
    ///     which is modified
    /// @param b `rows` rows from `bRow`, `columns` columns from `bColumn`
    /// @param rows at least one, unless they are added
    void multiplyTransposed(
            LeftOperands left,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int columns,
            int rows,
            boolean accumulate,
            int part,
            int parts);
}
