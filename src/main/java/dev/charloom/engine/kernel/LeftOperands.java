package dev.charloom.engine.kernel;

import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// Left operands of a few products `Aᵀ·B` with one B, each with the matrix that its product is added to.
public final class LeftOperands {

    private static final int CAPACITY = 4;

    private final @Nullable FMatrixRMaj[] a = new FMatrixRMaj[CAPACITY];
    private final int[] aRow = new int[CAPACITY];
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
        a[size] = operand;
        aRow[size] = row;
        c[size] = sum;
        cColumn[size] = column;
        size++;
    }

    public void clear() {
        size = 0;
    }

    FMatrixRMaj a(int index) {
        return Objects.requireNonNull(a[index]);
    }

    int aRow(int index) {
        return aRow[index];
    }

    FMatrixRMaj c(int index) {
        return Objects.requireNonNull(c[index]);
    }

    int cColumn(int index) {
        return cColumn[index];
    }
}
