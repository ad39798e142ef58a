package dev.charloom.engine.kernel;

import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// Matrix products in plain Java: a packed, register-blocked kernel that C2 vectorises.
///
/// Every element is the sum of its terms in ascending order, each added by [MultiplyAdd]: results are the same
/// bits on every machine that has its instruction, see [Microkernels].
public final class JavaBlas implements Blas {

    /// Rows of an on-the-fly packed right operand: 128 × 1024 floats stay in a 2 MB L2 cache.
    private static final int PACKED_ROWS = 128;

    /// Terms that are summed before the next block of rows is taken up, so that a panel of weights stays in L2.
    private static final int MAX_TERMS = 384;

    private final float[][] accumulators = new float[4][];
    private final float[][] packed = new float[PACKED_ROWS][JavaPackedMatrix.MAX_PANEL];

    public JavaBlas() {
        for (int i = 0; i < accumulators.length; i++) {
            // Unequal addresses modulo 4096: a load whose low twelve bits equal a pending store's waits for it.
            accumulators[i] = new float[JavaPackedMatrix.MAX_PANEL + 252];
        }
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public Blas forAnotherThread() {
        return new JavaBlas();
    }

    @Override
    public PackedMatrix operand(FMatrixRMaj source, int column, int rows, int columns) {
        return JavaPackedMatrix.allocate(source, column, false, rows, columns);
    }

    @Override
    public PackedMatrix transposedOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return JavaPackedMatrix.allocate(source, column, true, rows, columns);
    }

    @Override
    public void pack(PackedMatrix operand, int part, int parts) {
        JavaPackedMatrix target = (JavaPackedMatrix) operand;
        FMatrixRMaj source = target.source();
        int column = target.column();
        int fromRow = Team.share(target.rows(), part, parts);
        int toRow = Team.share(target.rows(), part + 1, parts);
        int panelColumn = 0;
        for (int p = 0; p < target.panels().length; p++) {
            float[][] panel = target.panels()[p];
            int width = target.panelColumns()[p];
            if (target.transposed()) {
                packTransposed(source, panelColumn, column, panel, width, fromRow, toRow);
            } else {
                for (int k = fromRow; k < toRow; k++) {
                    System.arraycopy(source.data, k * source.numCols + column + panelColumn, panel[k], 0, width);
                }
            }
            panelColumn += width;
        }
    }

    /// `panel[k][n] ← source[row + n][column + k]`, in tiles, so that both sides stay in L1.
    private static void packTransposed(
            FMatrixRMaj source, int row, int column, float[][] panel, int width, int fromRow, int toRow) {
        int tile = 16;
        for (int k0 = fromRow; k0 < toRow; k0 += tile) {
            int k1 = Math.min(toRow, k0 + tile);
            for (int n = 0; n < width; n++) {
                int at = (row + n) * source.numCols + column;
                for (int k = k0; k < k1; k++) {
                    panel[k][n] = source.data[at + k];
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
        JavaPackedMatrix right = (JavaPackedMatrix) b;
        int panelColumn = 0;
        for (int p = 0; p < right.panels().length; p++) {
            int from = Math.max(0, bColumn - panelColumn);
            int to = Math.min(right.panelColumns()[p], bColumn + columns - panelColumn);
            if (from < to) {
                int column = cColumn + panelColumn + from - bColumn;
                multiplyPanel(a, aRow, aColumn, rows, right.panels()[p], from, to, accumulate, c, cRow, column);
            }
            panelColumn += right.panelColumns()[p];
        }
    }

    /// The product with the columns [from, to) of one panel. Those that do not begin with the panel are copied first,
    /// because the inner loops begin at 0.
    private void multiplyPanel(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            float[][] panel,
            int from,
            int to,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        int most = from == 0 ? MAX_TERMS : PACKED_ROWS;
        for (int k = 0; k < panel.length; k += most) {
            int terms = Math.min(most, panel.length - k);
            if (from > 0) {
                for (int i = 0; i < terms; i++) {
                    System.arraycopy(panel[k + i], from, packed[i], 0, to - from);
                }
            }
            addProduct(
                    a.data,
                    aRow * a.numCols + aColumn + k,
                    a.numCols,
                    1,
                    rows,
                    from == 0 ? panel : packed,
                    from == 0 ? k : 0,
                    terms,
                    accumulate || k > 0,
                    c,
                    cRow,
                    cColumn,
                    to - from);
        }
    }

    /// Divided by rows of a result, since the inner loop runs over columns and is the faster the longer it is; but by
    /// columns where there are not rows enough for all.
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
        int column = Team.share(columns, part, parts);
        int width = Team.share(columns, part + 1, parts) - column;
        for (int i = 0; i < left.size(); i++) {
            if (left.isOneHot(i)) {
                left.multiplyOneHot(i, b, bRow, bColumn, rows, accumulate, column, column + width);
                continue;
            }
            FMatrixRMaj a = left.a(i);
            FMatrixRMaj c = left.c(i);
            int aRow = left.aRow(i);
            int cColumn = left.cColumn(i);
            int bFrom = bRow + left.zeros(i);
            int terms = rows - left.zeros(i);
            int blocks = Math.ceilDiv(c.numRows, 4);
            if (blocks < parts) {
                int bAt = bColumn + column;
                int cAt = cColumn + column;
                multiplyTransposed(a, aRow, b, bFrom, bAt, width, terms, accumulate, c, cAt, 0, c.numRows);
            } else {
                int from = 4 * Team.share(blocks, part, parts);
                int to = Math.min(c.numRows, 4 * Team.share(blocks, part + 1, parts));
                multiplyTransposed(a, aRow, b, bFrom, bColumn, columns, terms, accumulate, c, cColumn, from, to);
            }
        }
    }

    /// The product of one A, rows [from, to) of it.
    private void multiplyTransposed(
            FMatrixRMaj a,
            int aRow,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int columns,
            int rows,
            boolean accumulate,
            FMatrixRMaj c,
            int cColumn,
            int from,
            int to) {
        if (rows == 0 && !accumulate) {
            LeftOperands.zero(c, from, to, cColumn, cColumn + columns);
        }
        int panelColumn = 0;
        for (int width : JavaPackedMatrix.panelWidths(columns)) {
            for (int k = 0; k < rows; k += PACKED_ROWS) {
                int terms = Math.min(PACKED_ROWS, rows - k);
                for (int i = 0; i < terms; i++) {
                    int at = (bRow + k + i) * b.numCols + bColumn + panelColumn;
                    System.arraycopy(b.data, at, packed[i], 0, width);
                }
                addProduct(
                        a.data,
                        (aRow + k) * a.numCols + from,
                        1,
                        a.numCols,
                        to - from,
                        packed,
                        0,
                        terms,
                        accumulate || k > 0,
                        c,
                        from,
                        cColumn + panelColumn,
                        width);
            }
            panelColumn += width;
        }
    }

    /// `C ← (accumulate ? C : 0) + A·B` for the first columns of one panel of B, with A's factor of row r and term t at
    /// `a[at + r·rowStride + t·termStride]` and B's rows from `b[firstTerm]`.
    private void addProduct(
            float[] a,
            int at,
            int rowStride,
            int termStride,
            int rows,
            float[][] b,
            int firstTerm,
            int terms,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn,
            int columns) {
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            fetch(c, cRow + r, cColumn, 4, columns, accumulate);
            fourRows(a, at + r * rowStride, rowStride, termStride, b, firstTerm, terms, columns);
            store(c, cRow + r, cColumn, 4, columns);
        }
        for (; r < rows; r++) {
            fetch(c, cRow + r, cColumn, 1, columns, accumulate);
            oneRow(a, at + r * rowStride, termStride, b, firstTerm, terms, columns);
            store(c, cRow + r, cColumn, 1, columns);
        }
    }

    private void fourRows(
            float[] a, int at, int rowStride, int termStride, float[][] b, int firstTerm, int terms, int columns) {
        int k = 0;
        for (; k + 4 <= terms; k += 4) {
            Microkernels.rows4terms4(
                    accumulators, b, firstTerm + k, a, at + k * termStride, rowStride, termStride, columns);
        }
        for (; k < terms; k++) {
            Microkernels.rows4term1(accumulators, b[firstTerm + k], a, at + k * termStride, rowStride, columns);
        }
    }

    private void oneRow(float[] a, int at, int termStride, float[][] b, int firstTerm, int terms, int columns) {
        int k = 0;
        for (; k + 8 <= terms; k += 8) {
            Microkernels.row1terms8(accumulators[0], b, firstTerm + k, a, at + k * termStride, termStride, columns);
        }
        for (; k < terms; k++) {
            Microkernels.row1term1(accumulators[0], b[firstTerm + k], a[at + k * termStride], columns);
        }
    }

    private void fetch(FMatrixRMaj c, int row, int column, int rows, int columns, boolean accumulate) {
        for (int r = 0; r < rows; r++) {
            if (accumulate) {
                System.arraycopy(c.data, (row + r) * c.numCols + column, accumulators[r], 0, columns);
            } else {
                Arrays.fill(accumulators[r], 0, columns, 0f);
            }
        }
    }

    private void store(FMatrixRMaj c, int row, int column, int rows, int columns) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(accumulators[r], 0, c.data, (row + r) * c.numCols + column, columns);
        }
    }
}
