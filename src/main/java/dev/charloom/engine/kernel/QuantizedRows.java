package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// A [QuantizedMatrix] for plain Java: panels of columns, in each an array for every two rows, whose elements hold the
/// integers of both in 16 bits each, those of the second row in the upper ones. The JIT compiler can take these apart
/// in vectors; bytes it cannot.
///
/// @param source what it is made of
/// @param column the first column of the source's block
/// @param rows K
/// @param columns N
/// @param bits of the integers
/// @param pairs panel → two rows → column
/// @param offsets panel → column
/// @param factors panel → column
record QuantizedRows(
        FMatrixRMaj source,
        int column,
        int rows,
        int columns,
        WeightBits bits,
        int[][][] pairs,
        int[][] offsets,
        float[][] factors)
        implements QuantizedMatrix {

    /// Columns of a panel. Wider ones would be faster as such (512: a fifth), but when two threads divide the units of
    /// a layer, each should have panels of its own.
    static final int WIDTH = 256;

    static QuantizedRows allocate(FMatrixRMaj source, int column, int rows, int columns, WeightBits bits) {
        int panels = Math.ceilDiv(columns, WIDTH);
        int pairsOfRows = Math.ceilDiv(rows, GROUP) * GROUP / 2;
        var pairs = new int[panels][pairsOfRows][];
        var offsets = new int[panels][];
        var factors = new float[panels][];
        for (int panel = 0; panel < panels; panel++) {
            int width = Math.min(WIDTH, columns - panel * WIDTH);
            for (int pair = 0; pair < pairsOfRows; pair++) {
                pairs[panel][pair] = new int[width];
            }
            offsets[panel] = new int[width];
            factors[panel] = new float[width];
        }
        return new QuantizedRows(source, column, rows, columns, bits, pairs, offsets, factors);
    }

    @Override
    public int stateBytes() {
        return Math.ceilDiv(rows, GROUP) * GROUP;
    }

    @Override
    public void quantize(int part, int parts) {
        var panelColumns = new QuantizedColumns(source, rows, bits, 1, WIDTH);
        int panels = pairs.length;
        for (int panel = Team.share(panels, part, parts); panel < Team.share(panels, part + 1, parts); panel++) {
            int width = offsets[panel].length;
            panelColumns.quantize(column + panel * WIDTH, width);
            for (int pair = 0; pair < pairs[panel].length; pair++) {
                for (int n = 0; n < width; n++) {
                    int upper = panelColumns.integer(2 * pair + 1, n) << Short.SIZE;
                    pairs[panel][pair][n] = upper | (panelColumns.integer(2 * pair, n) & 0xFFFF);
                }
            }
            System.arraycopy(panelColumns.offsets(), 0, offsets[panel], 0, width);
            System.arraycopy(panelColumns.factors(), 0, factors[panel], 0, width);
        }
    }
}
