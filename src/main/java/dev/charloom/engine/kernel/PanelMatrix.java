package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ejml.data.FMatrixRMaj;

/// Panels of a few columns, one after the other, each row by row; the last one is filled up with zeros.
///
/// Off the heap, because the garbage collector places arrays 16 bytes past a cache line, and loads of a vector that
/// straddle two lines take twice the time.
///
/// @param source what it is made of, see [Blas#operand] and [Blas#transposedOperand]
/// @param column the first column of the source's block
/// @param transposed whether the block of the source is the transpose of this
/// @param rows K
/// @param columns N
/// @param width columns of a panel
/// @param memory panel → row → element
record PanelMatrix(
        FMatrixRMaj source, int column, boolean transposed, int rows, int columns, int width, MemorySegment memory)
        implements PackedMatrix {

    private static final int TILE_ROWS = 16;

    static PanelMatrix allocate(FMatrixRMaj source, int column, boolean transposed, int rows, int columns, int width) {
        long floats = (long) Math.ceilDiv(columns, width) * width * rows;
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, floats) * Float.BYTES, TileCode.LINE);
        return new PanelMatrix(source, column, transposed, rows, columns, width, memory);
    }

    /// Where a row of a panel starts, in bytes.
    long offset(int panel, int row) {
        return ((long) panel * rows + row) * width * Float.BYTES;
    }

    /// From one panel to the next, in bytes.
    long panelBytes() {
        return (long) rows * width * Float.BYTES;
    }

    /// Copies rows [from, to) from the source.
    ///
    /// @param code copies what is not transposed
    void pack(X86Product code, int from, int to) {
        if (from == to) {
            return;
        }
        if (!transposed) {
            int at = from * source.numCols + column;
            code.pack(
                    source.data, at, source.numCols, to - from, columns, memory.asSlice(offset(0, from)), panelBytes());
            return;
        }
        for (int panel = 0; panel * width < columns; panel++) {
            packTransposed(panel, from, to);
        }
    }

    /// In tiles, so that both sides stay in L1.
    private void packTransposed(int panel, int from, int to) {
        int columnsOfPanel = Math.min(width, columns - panel * width);
        float[] tile = new float[TILE_ROWS * width];
        for (int row = from; row < to; row += TILE_ROWS) {
            int rowsOfTile = Math.min(TILE_ROWS, to - row);
            for (int n = 0; n < columnsOfPanel; n++) {
                int at = (panel * width + n) * source.numCols + column + row;
                for (int k = 0; k < rowsOfTile; k++) {
                    tile[k * width + n] = source.data[at + k];
                }
            }
            MemorySegment.copy(tile, 0, memory, JAVA_FLOAT, offset(panel, row), rowsOfTile * width);
        }
    }
}
