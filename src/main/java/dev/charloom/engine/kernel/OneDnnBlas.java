package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Matrix products of oneDNN: about 85 % of what the processor's multiply-adds allow.
///
/// Stateless. The same calls give the same numbers on the same processor; how rows and columns are divided may change
/// the last bits.
public final class OneDnnBlas implements Blas {

    /// Multiply-adds of one native call at most: the garbage collector waits for it, some 10 ms here.
    private static final long MAX_TERMS_PER_CALL = 1L << 29;

    private static final int TILE = 16;

    /// @throws KernelUnavailable if the library does not load on this machine
    public OneDnnBlas() {
        OneDnn.load();
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public Blas forAnotherThread() {
        return this;
    }

    @Override
    public PackedMatrix operand(FMatrixRMaj source, int column, int rows, int columns) {
        return RowMajorMatrix.of(source, column, rows, columns);
    }

    @Override
    public PackedMatrix transposedOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return RowMajorMatrix.transposed(source, column, rows, columns);
    }

    @Override
    public void pack(PackedMatrix operand, int part, int parts) {
        RowMajorMatrix target = (RowMajorMatrix) operand;
        if (target.transposed()) {
            transpose(target, Team.share(target.rows(), part, parts), Team.share(target.rows(), part + 1, parts));
        }
    }

    /// Rows [from, to) of the transpose, in tiles, so that both sides stay in L1.
    private static void transpose(RowMajorMatrix target, int from, int to) {
        float[] source = target.source().data;
        int sourceStride = target.source().numCols;
        float[] out = target.data();
        int columns = target.columns();
        for (int k0 = from; k0 < to; k0 += TILE) {
            int k1 = Math.min(to, k0 + TILE);
            for (int n0 = 0; n0 < columns; n0 += TILE) {
                int n1 = Math.min(columns, n0 + TILE);
                for (int k = k0; k < k1; k++) {
                    for (int n = n0; n < n1; n++) {
                        out[k * columns + n] = source[n * sourceStride + target.column() + k];
                    }
                }
            }
        }
    }

    @Override
    public void multiply(
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
            int cColumn) {
        RowMajorMatrix right = (RowMajorMatrix) b;
        int rowsPerCall = atLeastOne(MAX_TERMS_PER_CALL / Math.max(1, (long) right.rows() * columns));
        for (int row = 0; row < rows; row += rowsPerCall) {
            OneDnn.sgemm(
                    false,
                    Math.min(rowsPerCall, rows - row),
                    columns,
                    right.rows(),
                    a.data,
                    (aRow + row) * a.numCols + aColumn,
                    a.numCols,
                    right.data(),
                    right.at() + bColumn,
                    right.stride(),
                    accumulate ? 1f : 0f,
                    c.data,
                    (cRow + row) * c.numCols + cColumn,
                    c.numCols);
        }
    }

    /// Divided by columns of the result.
    @Override
    public void multiplyTransposed(
            LeftOperands left,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int columns,
            int rows,
            boolean accumulate,
            int part,
            int parts) {
        int from = Team.share(columns, part, parts);
        int to = Team.share(columns, part + 1, parts);
        for (int i = 0; i < left.size() && from < to; i++) {
            if (left.isOneHot(i)) {
                left.multiplyOneHot(i, b, bRow, bColumn, rows, accumulate, from, to);
            } else {
                multiplyTransposed(
                        left.a(i),
                        left.aRow(i),
                        b,
                        bRow + left.zeros(i),
                        bColumn,
                        rows - left.zeros(i),
                        accumulate,
                        left.c(i),
                        left.cColumn(i),
                        from,
                        to);
            }
        }
    }

    /// The product of one A, columns [from, to) of it.
    private static void multiplyTransposed(
            FMatrixRMaj a,
            int aRow,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int rows,
            boolean accumulate,
            FMatrixRMaj c,
            int cColumn,
            int from,
            int to) {
        if (rows == 0 && !accumulate) {
            LeftOperands.zero(c, 0, c.numRows, cColumn + from, cColumn + to);
        }
        int rowsPerCall = atLeastOne(MAX_TERMS_PER_CALL / Math.max(1, (long) c.numRows * (to - from)));
        for (int row = 0; row < rows; row += rowsPerCall) {
            OneDnn.sgemm(
                    true,
                    c.numRows,
                    to - from,
                    Math.min(rowsPerCall, rows - row),
                    a.data,
                    (aRow + row) * a.numCols,
                    a.numCols,
                    b.data,
                    (bRow + row) * b.numCols + bColumn + from,
                    b.numCols,
                    accumulate || row > 0 ? 1f : 0f,
                    c.data,
                    cColumn + from,
                    c.numCols);
        }
    }

    private static int atLeastOne(long count) {
        return Math.clamp(count, 1, Integer.MAX_VALUE);
    }
}
