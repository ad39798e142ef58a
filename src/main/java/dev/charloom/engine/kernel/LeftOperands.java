package dev.charloom.engine.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// Left operands of a few products `Aᵀ·B` with one B, each with the matrix that its product is added to. An
/// operand whose rows are one-hot, as those of characters are, is given by the places of its ones.
public final class LeftOperands {

    private static final int CAPACITY = 4;

    private final @Nullable FMatrixRMaj[] a = new FMatrixRMaj[CAPACITY];
    private final int[] @Nullable [] ids = new int[CAPACITY][];
    private final int[] aRow = new int[CAPACITY];
    private final int[] zeros = new int[CAPACITY];
    private final @Nullable FMatrixRMaj[] c = new FMatrixRMaj[CAPACITY];
    private final int[] cColumn = new int[CAPACITY];
    private int size;

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == CAPACITY;
    }

    /// One more.
    ///
    /// @param operand A, rows from `row`, all of its columns
    /// @param sum C, all of its rows, columns from `column`
    /// @throws ArrayIndexOutOfBoundsException if it is full
    public void add(FMatrixRMaj operand, int row, FMatrixRMaj sum, int column) {
        addAfterZeros(0, operand, row, sum, column);
    }

    /// One more, whose first rows are zeros.
    ///
    /// @param zeroRows how many, no more than there are rows
    /// @param operand those of A after them, rows from `row`, all of its columns
    /// @param sum C, all of its rows, columns from `column`
    /// @throws ArrayIndexOutOfBoundsException if it is full
    public void addAfterZeros(int zeroRows, FMatrixRMaj operand, int row, FMatrixRMaj sum, int column) {
        add(operand, null, row, zeroRows, sum, column);
    }

    /// One more, whose rows are one-hot.
    ///
    /// @param ones where each row has its one, from `row` on; negative for a row of zeros
    /// @param sum C, a row for every place
    /// @throws ArrayIndexOutOfBoundsException if it is full
    public void addOneHot(int[] ones, int row, FMatrixRMaj sum, int column) {
        add(null, ones, row, 0, sum, column);
    }

    private void add(
            @Nullable FMatrixRMaj operand, int @Nullable [] ones, int row, int zeroRows, FMatrixRMaj sum, int column) {
        a[size] = operand;
        ids[size] = ones;
        aRow[size] = row;
        zeros[size] = zeroRows;
        c[size] = sum;
        cColumn[size] = column;
        size++;
    }

    public void clear() {
        size = 0;
    }

    boolean isOneHot(int index) {
        return ids[index] != null;
    }

    int[] ids(int index) {
        return Objects.requireNonNull(ids[index]);
    }

    /// Zeros columns [from, to) of the product of a one-hot operand, which reaches only some of its rows.
    void zeroOneHotProduct(int index, int from, int to) {
        FMatrixRMaj sum = c(index);
        zero(sum, 0, sum.numRows, cColumn[index] + from, cColumn[index] + to);
    }

    /// Zeros a block of a matrix, as the sum of no terms is.
    static void zero(FMatrixRMaj sum, int fromRow, int toRow, int fromColumn, int toColumn) {
        for (int row = fromRow; row < toRow; row++) {
            Arrays.fill(sum.data, row * sum.numCols + fromColumn, row * sum.numCols + toColumn, 0f);
        }
    }

    /// The product of a one-hot operand, columns [from, to) of it.
    ///
    /// @param b `rows` rows from `bRow`, columns from `bColumn`
    void multiplyOneHot(
            int index, FMatrixRMaj b, int bRow, int bColumn, int rows, boolean accumulate, int from, int to) {
        if (!accumulate) {
            zeroOneHotProduct(index, from, to);
        }
        int[] ones = ids(index);
        FMatrixRMaj sum = c(index);
        for (int row = 0; row < rows; row++) {
            int id = ones[aRow[index] + row];
            if (id >= 0) {
                int bAt = (bRow + row) * b.numCols + bColumn + from;
                int cAt = id * sum.numCols + cColumn[index] + from;
                addRow(b.data, bAt, sum.data, cAt, to - from);
            }
        }
    }

    private static void addRow(float[] row, int at, float[] sum, int sumAt, int columns) {
        for (int j = 0; j < columns; j++) {
            sum[sumAt + j] += row[at + j];
        }
    }

    FMatrixRMaj a(int index) {
        return Objects.requireNonNull(a[index]);
    }

    int aRow(int index) {
        return aRow[index];
    }

    /// How many of the operand's rows are zeros; those of the matrix from [#aRow] on come after them.
    int zeros(int index) {
        return zeros[index];
    }

    FMatrixRMaj c(int index) {
        return Objects.requireNonNull(c[index]);
    }

    int cColumn(int index) {
        return cColumn[index];
    }
}
