package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.GateKernels;
import dev.charloom.engine.kernel.SoftmaxCrossEntropy;
import dev.charloom.engine.kernel.Team;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// One thread's part in a pass over a window: its number, what it takes of the loop over time, and the kernels whose
/// scratch memory belongs to it.
///
/// @param index 0 … count−1
/// @param count how many workers share the pass
/// @param division what they divide in the loop over time
/// @param hidden units of a layer, `H`
/// @param firstUnit the first hidden unit that this one computes there
/// @param units how many
/// @param weightGradients those that it is about to add
/// @param team where the workers meet; null for a single worker
record Worker(
        int index,
        int count,
        Division division,
        int hidden,
        int firstUnit,
        int units,
        Blas blas,
        GateKernels gates,
        SoftmaxCrossEntropy softmaxCrossEntropy,
        WeightGradients weightGradients,
        @Nullable Team team) {

    /// @param hidden units of a layer, `H`
    /// @param blas the worker's own
    static Worker of(int index, int count, Division division, int hidden, Blas blas, @Nullable Team team) {
        boolean divided = division == Division.UNITS;
        int first = divided ? Team.share(hidden, index, count) : 0;
        int units = (divided ? Team.share(hidden, index + 1, count) : hidden) - first;
        GateKernels gates = blas.gates(hidden, first, units);
        SoftmaxCrossEntropy loss = blas.softmaxCrossEntropy();
        var weightGradients = new WeightGradients(blas, index, count);
        return new Worker(index, count, division, hidden, first, units, blas, gates, loss, weightGradients, team);
    }

    /// The first of this worker's share of `size` things; its share ends at [#shareEnd].
    int shareStart(int size) {
        return Team.share(size, index, count);
    }

    int shareEnd(int size) {
        return Team.share(size, index + 1, count);
    }

    /// The first of the lanes that this worker takes through time; they end at [#lastLane].
    int firstLane(int lanes) {
        return division == Division.LANES ? shareStart(lanes) : 0;
    }

    int lastLane(int lanes) {
        return division == Division.LANES ? shareEnd(lanes) : lanes;
    }

    /// Waits for the other workers.
    void meet() {
        if (team != null) {
            team.meet();
        }
    }

    /// Waits for the other workers' units of this step, where units are divided.
    void meetInStep() {
        if (division == Division.UNITS) {
            meet();
        }
    }

    /// Copies this worker's units of every gate from a row of one matrix to a row of another.
    ///
    /// @param source rows of G·H
    /// @param target modified; as wide or wider
    void copyUnits(FMatrixRMaj source, int row, FMatrixRMaj target, int targetRow) {
        int width = source.numCols;
        for (int unit = firstUnit; unit < width; unit += hidden) {
            System.arraycopy(source.data, row * width + unit, target.data, targetRow * target.numCols + unit, units);
        }
    }

    /// `dW ← [dW +] Aᵀ·dZ`: this worker's share of the gradients of some columns of a weight matrix,
    /// by the time of [#finishGradients]. With row 0 of dZ a sum begins; other rows are added.
    ///
    /// @param A what the weights were multiplied with, rows from `aRow`, all columns
    /// @param dZ gradients of the products, `rows` rows from `row`, `columns` columns from `column`
    /// @param dW modified: the columns from `dColumn`
    void addWeightGradient(
            FMatrixRMaj A,
            int aRow,
            FMatrixRMaj dZ,
            int row,
            int rows,
            int column,
            int columns,
            FMatrixRMaj dW,
            int dColumn) {
        weightGradients.add(0, A, aRow, dZ, row, rows, column, columns, dW, dColumn);
    }

    /// The same where what the weights were multiplied with begins with `zeros` rows of zeros; those of A follow.
    void addWeightGradientAfterZeros(
            int zeros,
            FMatrixRMaj A,
            int aRow,
            FMatrixRMaj dZ,
            int row,
            int rows,
            int column,
            int columns,
            FMatrixRMaj dW,
            int dColumn) {
        weightGradients.add(zeros, A, aRow, dZ, row, rows, column, columns, dW, dColumn);
    }

    /// The same for the weights of characters, all columns of them: row `row` of dZ goes to the row of its id.
    ///
    /// @param ids of the rows of dZ; negative for none
    /// @param accumulate whether to add to what is there
    void addCharacterGradient(int[] ids, FMatrixRMaj dZ, int row, int rows, boolean accumulate, FMatrixRMaj dW) {
        weightGradients.addOneHot(ids, dZ, row, rows, accumulate, dW);
    }

    /// `db ← [db +] 1ᵀ·dZ`: this worker's share of the gradients of some columns of a bias.
    ///
    /// @param ones at least `rows` rows of one 1
    /// @param dZ gradients of the sums, `rows` rows from `row`, `columns` columns from `column`
    /// @param db modified: the columns from `dColumn`
    void addBiasGradient(
            FMatrixRMaj ones, FMatrixRMaj dZ, int row, int rows, int column, int columns, FMatrixRMaj db, int dColumn) {
        weightGradients.add(0, ones, 0, dZ, row, rows, column, columns, db, dColumn);
    }

    /// Has all gradients added; only then may their operands change.
    void finishGradients() {
        weightGradients.finish();
    }
}
