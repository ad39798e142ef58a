package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Room for a few rows of every quantity that a gate kernel combines, each in an array of its own.
///
/// C2 vectorises a loop over several arrays only when one variable indexes them all. Gates lie side by side in a row of
/// `G·H`, states in rows of `H`; copying a block of rows into arrays that all start at 0 costs a tenth of what the
/// activations cost and makes every loop vectorisable. Several rows at a time make the loops long.
final class GateScratch {

    /// About this many elements a loop: eight such arrays fit a 48 KB L1 cache.
    private static final int BLOCK_ELEMENTS = 1024;

    private static final int ARRAYS = 10;

    private final int hidden;
    private final int firstUnit;
    private final int units;
    private final int blockRows;
    private final float[][] arrays;

    /// @param hidden units of each layer, `H`
    /// @param firstUnit the first of those that are loaded and stored
    /// @param units how many
    GateScratch(int hidden, int firstUnit, int units) {
        this.hidden = hidden;
        this.firstUnit = firstUnit;
        this.units = units;
        this.blockRows = Math.max(1, BLOCK_ELEMENTS / Math.max(1, units));
        this.arrays = new float[ARRAYS][blockRows * units];
    }

    /// Rows that fit one block.
    int blockRows() {
        return blockRows;
    }

    float[] array(int index) {
        return arrays[index];
    }

    /// Copies gate `gate` of `rows` rows of `m` (rows of `G·H`, or with gate 0 rows of `H`) into array `index`.
    float[] load(int index, FMatrixRMaj m, int gate, int row, int rows) {
        float[] out = arrays[index];
        int at = row * m.numCols + gate * hidden + firstUnit;
        for (int r = 0; r < rows; r++, at += m.numCols) {
            System.arraycopy(m.data, at, out, r * units, units);
        }
        return out;
    }

    /// Copies array `index` back to gate `gate` of `rows` rows of `m`.
    void store(int index, FMatrixRMaj m, int gate, int row, int rows) {
        float[] in = arrays[index];
        int at = row * m.numCols + gate * hidden + firstUnit;
        for (int r = 0; r < rows; r++, at += m.numCols) {
            System.arraycopy(in, r * units, m.data, at, units);
        }
    }
}
