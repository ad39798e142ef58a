package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// The matrix products of the engine, float32, row-major.
///
/// An instance belongs to one thread, because it owns scratch memory; a [PackedMatrix] may be read by the instances of
/// several threads. No method checks bounds beyond what Java does: the callers own the shapes.
///
/// What every implementation must keep: an element of a result does not depend on how rows or columns were divided
/// among calls or threads. The same numbers therefore come out whatever the number of threads.
public sealed interface Blas permits JavaBlas {

    /// The name shown to users and recorded with benchmarks.
    String name();

    /// Another instance of the same kind, for another thread.
    Blas forAnotherThread();

    /// Room for a right-hand operand of `rows`×`columns`, to be filled by [#pack].
    PackedMatrix allocate(int rows, int columns);

    /// Brings a block of `source` into the form that [#multiply] reads fastest.
    ///
    /// Element (k, n) of the operand is `source[k][column + n]`, or with `transposed` `source[n][column + k]`.
    ///
    /// @param out modified: the share `part` of `parts` is written
    void pack(FMatrixRMaj source, int column, boolean transposed, PackedMatrix out, int part, int parts);

    /// `C ← A·B`, or `C ← C + A·B` when `accumulate`, over `rows` rows.
    ///
    /// @param a left operand; the block of `rows`×`b.rows()` at (`aRow`, `aColumn`) is read
    /// @param c modified: the block of `rows`×`b.columns()` at (`cRow`, `cColumn`); must not be `a`
    void multiply(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn);

    /// `C ← C + Aᵀ·B`: a weight gradient, summed over `rows` rows in ascending order.
    ///
    /// @param a `rows` rows from `aRow`, all `c.numRows` columns
    /// @param b `rows` rows from `bRow`, `columns` columns from `bColumn`
    /// @param c modified: the share `part` of `parts` of the block of all rows and `columns` columns from `cColumn`
    void addTransposedProduct(
            FMatrixRMaj a,
            int aRow,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int columns,
            int rows,
            FMatrixRMaj c,
            int cColumn,
            int part,
            int parts);
}
