package dev.charloom.exchange;

import dev.charloom.engine.Parameters;

/// A rectangle of numbers that a tensor of another framework shares with one of ours.
///
/// @param tensor the name of ours, see [Parameters#tensors()]
/// @param column its first column in ours; it has all rows there
/// @param columns its width in ours
/// @param atRow its first row in the other tensor
/// @param atColumn its first column there
/// @param transposed whether rows there are columns here
/// @param negated whether the numbers there have the other sign
/// @param summand whether ours has the sum of this and another block: it is added when it is read, and written as
///     zeros
record Block(
        String tensor,
        int column,
        int columns,
        int atRow,
        int atColumn,
        boolean transposed,
        boolean negated,
        boolean summand) {

    /// A block that lies in the same way, with the same sign, in both.
    static Block of(String tensor, int column, int columns, int atRow, int atColumn) {
        return new Block(tensor, column, columns, atRow, atColumn, false, false, false);
    }

    Block asTransposed() {
        return new Block(tensor, column, columns, atRow, atColumn, true, negated, summand);
    }

    Block negatedIf(boolean condition) {
        return new Block(tensor, column, columns, atRow, atColumn, transposed, condition, summand);
    }

    Block asSummandIf(boolean condition) {
        return new Block(tensor, column, columns, atRow, atColumn, transposed, negated, condition);
    }

    /// Writes our numbers into `there` (modified), a matrix of `width` columns, row by row.
    void copyOut(Parameters.Tensor ours, float[] there, int width) {
        if (summand) {
            return;
        }
        float[] values = ours.values();
        for (int row = 0; row < ours.rows(); row++) {
            for (int j = 0; j < columns; j++) {
                float value = values[row * ours.columns() + column + j];
                there[place(row, j, width)] = negated ? -value : value;
            }
        }
    }

    /// Adds the numbers of `there` to ours (modified).
    void copyIn(float[] there, int width, Parameters.Tensor ours) {
        float[] values = ours.values();
        for (int row = 0; row < ours.rows(); row++) {
            for (int j = 0; j < columns; j++) {
                float value = there[place(row, j, width)];
                values[row * ours.columns() + column + j] += negated ? -value : value;
            }
        }
    }

    private int place(int row, int j, int width) {
        return transposed ? (atRow + j) * width + atColumn + row : (atRow + row) * width + atColumn + j;
    }
}
