package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.charloom.engine.kernel.linux.HugePages;
import java.lang.foreign.MemorySegment;
import org.ejml.data.FMatrixRMaj;

/// Panels of a few columns, one after the other, each row by row; those with fewer are filled up with zeros.
///
/// Off the heap, because the garbage collector places arrays 16 bytes past a cache line, and loads of a vector that
/// straddle two lines take twice the time.
///
/// @param source what it is made of, see [Blas#operand] and [Blas#transposedOperand]
/// @param column the first column of the source's block
/// @param transposed whether the block of the source is the transpose of this
/// @param rows K
/// @param cut how the N columns are cut into panels
/// @param memory panel → row → element
record PanelMatrix(FMatrixRMaj source, int column, boolean transposed, int rows, PanelCut cut, MemorySegment memory)
        implements PackedMatrix {

    static PanelMatrix allocate(FMatrixRMaj source, int column, boolean transposed, int rows, PanelCut cut) {
        long floats = (long) cut.count() * cut.width() * rows;
        MemorySegment memory = HugePages.allocate(Math.max(1, floats) * Float.BYTES, TileCode.LINE);
        return new PanelMatrix(source, column, transposed, rows, cut, memory);
    }

    @Override
    public int columns() {
        return cut.columns();
    }

    /// Where a row of a panel starts, in bytes.
    long offset(int panel, int row) {
        return ((long) panel * rows + row) * cut.width() * Float.BYTES;
    }

    /// From one panel to the next, in bytes.
    long panelBytes() {
        return (long) rows * cut.width() * Float.BYTES;
    }

    /// Copies rows [from, to) from the source.
    ///
    /// @param code copies
    void pack(X86Product code, int from, int to) {
        if (from == to) {
            return;
        }
        if (!transposed) {
            int at = from * source.numCols + column;
            code.pack(source.data, at, source.numCols, to - from, cut, memory.asSlice(offset(0, from)), panelBytes());
            return;
        }
        int blocks = (to - from) / TransposeCode.BLOCK;
        int wholeColumns = columns() / TransposeCode.BLOCK * TransposeCode.BLOCK;
        int transposedTo = from + blocks * TransposeCode.BLOCK;
        for (int n = 0; blocks > 0 && n < wholeColumns; n += TransposeCode.BLOCK) {
            code.transpose(source.data, sourceOf(from, n), source.numCols, memory, offsetOf(from, n), blocks);
        }
        copyTransposed(from, transposedTo, wholeColumns, columns());
        copyTransposed(transposedTo, to, 0, columns());
    }

    /// Copies rows [from, to) of some columns, element by element.
    private void copyTransposed(int from, int to, int firstColumn, int endColumn) {
        for (int n = firstColumn; n < endColumn; n++) {
            for (int k = from; k < to; k++) {
                memory.set(JAVA_FLOAT, offsetOf(k, n), source.data[sourceOf(k, n)]);
            }
        }
    }

    /// Where an element comes from if this is transposed.
    private int sourceOf(int row, int n) {
        return n * source.numCols + column + row;
    }

    /// Where an element lies, in bytes.
    private long offsetOf(int row, int n) {
        int panel = cut.panelOf(n);
        return offset(panel, row) + (long) (n - cut.first(panel)) * Float.BYTES;
    }
}
