package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Panels of columns, each row of a panel an array of its own.
///
/// The JIT vectorises a loop over several arrays only when all of them are indexed by the same variable, so every row
/// starts at index 0 of an array.
///
/// @param source what it is made of, see [Blas#operand] and [Blas#transposedOperand]
/// @param column the first column of the source's block
/// @param transposed whether the block of the source is the transpose of this
/// @param rows K
/// @param columns N
/// @param panelColumns the widths of the panels, in order; they add up to N
/// @param panels panel → row → elements
record JavaPackedMatrix(
        FMatrixRMaj source,
        int column,
        boolean transposed,
        int rows,
        int columns,
        int[] panelColumns,
        float[][][] panels)
        implements PackedMatrix {

    /// Widest panel: four rows of a panel and four accumulators of this width fill two thirds of a 48 KB L1 cache.
    static final int MAX_PANEL = 1024;

    static JavaPackedMatrix allocate(FMatrixRMaj source, int column, boolean transposed, int rows, int columns) {
        int[] widths = panelWidths(columns);
        var panels = new float[widths.length][][];
        for (int p = 0; p < widths.length; p++) {
            panels[p] = new float[rows][widths[p]];
        }
        return new JavaPackedMatrix(source, column, transposed, rows, columns, widths, panels);
    }

    /// Divides `columns` into as few panels as fit, of nearly equal width.
    static int[] panelWidths(int columns) {
        int count = Math.ceilDiv(columns, MAX_PANEL);
        int[] widths = new int[count];
        for (int p = 0; p < count; p++) {
            widths[p] = (int) ((long) columns * (p + 1) / count) - (int) ((long) columns * p / count);
        }
        return widths;
    }
}
