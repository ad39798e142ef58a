package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// The arguments of one thread's calls of a [TileCode]: which columns of a panel, and how rows are cut into tiles.
final class TileArguments {

    private static final int ALL_LANES = (1 << TileCode.LANES) - 1;

    private final MemorySegment memory = Avx512Code.arguments(TileCode.ARGUMENTS);
    private final TileShape largest;
    private long aStride;
    private long dStride;
    private long cStride;

    /// @param largest the largest tile of the products
    TileArguments(TileShape largest) {
        this.largest = largest;
    }

    MemorySegment memory() {
        return memory;
    }

    /// @param argument one of [TileCode]'s, or of its kinds
    void set(int argument, long value) {
        memory.setAtIndex(JAVA_LONG, argument, value);
    }

    /// Steps of A and B, at least one.
    void terms(int steps) {
        set(TileCode.TERMS, steps);
        set(TileCode.SHARE_OF_TERM, (1L << 32) / steps);
    }

    /// The columns of a panel that lie before the vector with column `from`.
    static int skipped(int from) {
        return from / TileCode.LANES * TileCode.LANES;
    }

    /// Chooses columns [from, to) of a panel; B, C and D have to start at column [#skipped].
    ///
    /// @return vectors of a row
    int columns(int from, int to) {
        int skipped = skipped(from);
        int vectors = Math.ceilDiv(to - skipped, TileCode.LANES);
        masks(from - skipped, to - skipped, vectors);
        return vectors;
    }

    /// The same where B, C and D start at the panel's first column, whichever are chosen.
    ///
    /// @return vectors of a row
    int columnsOfWholePanel(int from, int to) {
        masks(from, to, largest.vectors());
        return largest.vectors();
    }

    private void masks(int from, int to, int vectors) {
        setMasks(memory, TileCode.MASKS, from, to, vectors);
    }

    /// Sets which columns of a panel there are, for each vector.
    ///
    /// @param first the place of the first vector's mask among the arguments
    /// @param from the first column; they end at `to`
    static void setMasks(MemorySegment arguments, int first, int from, int to, int vectors) {
        long columns = (-1L << from) & (-1L >>> (Long.SIZE - to));
        for (int v = 0; v < vectors; v++) {
            arguments.setAtIndex(JAVA_LONG, first + v, (columns >>> (v * TileCode.LANES)) & ALL_LANES);
        }
    }

    /// From one row to the next, in bytes.
    ///
    /// @param d 0 where the same row is added everywhere
    void strides(long a, long d, long c) {
        aStride = a;
        dStride = d;
        cStride = c;
        set(TileCode.A_ROW_STRIDE, a);
        set(TileCode.D_ROW_STRIDE, d);
        set(TileCode.C_ROW_STRIDE, c);
    }

    /// Cuts `rows` rows into tiles as equal as can be, and chooses the ones of one height.
    ///
    /// @param taller 1 for those with a row more, which come first; 0 for the others
    /// @param aAt where A's first row starts, in bytes; likewise D and C
    /// @return rows of a tile; 0 if there are no such tiles
    int tiles(int rows, int taller, long aAt, long dAt, long cAt) {
        int tiles = Math.ceilDiv(rows, largest.rows());
        int tall = rows % tiles;
        int count = taller == 1 ? tall : tiles - tall;
        if (count == 0) {
            return 0;
        }
        int height = rows / tiles + taller;
        long done = taller == 1 ? 0 : (long) tall * (height + 1);
        set(TileCode.A_OFFSET, aAt + done * aStride);
        set(TileCode.D_OFFSET, dAt + done * dStride);
        set(TileCode.C_OFFSET, cAt + done * cStride);
        set(TileCode.A_TILE_STRIDE, height * aStride);
        set(TileCode.D_TILE_STRIDE, height * dStride);
        set(TileCode.C_TILE_STRIDE, height * cStride);
        set(TileCode.B_TILE_STRIDE, 0);
        set(TileCode.TILES, count);
        set(TileCode.BLOCKS, 1);
        return height;
    }

    /// Chooses one tile of few rows in each of several panels side by side, all their columns.
    ///
    /// @param bStride from one panel of B to the next, in bytes
    /// @param aAt where A's first row starts, in bytes; likewise D and C for the first panel
    /// @param dColumn from one column of D to the next: 0 where the same vector is added everywhere
    void panels(int panels, long bStride, long aAt, long dAt, long dColumn, long cAt) {
        set(TileCode.A_OFFSET, aAt);
        set(TileCode.D_OFFSET, dAt);
        set(TileCode.C_OFFSET, cAt);
        set(TileCode.A_TILE_STRIDE, 0);
        set(TileCode.B_TILE_STRIDE, bStride);
        set(TileCode.D_TILE_STRIDE, largest.columns() * dColumn);
        set(TileCode.C_TILE_STRIDE, largest.rowBytes());
        set(TileCode.TILES, panels);
        set(TileCode.BLOCKS, 1);
    }

    /// Has as many panels in each of several blocks, of which [#panels] has chosen the first.
    ///
    /// @param stride from one block to the next, in panels
    void blocks(int blocks, int panels, int stride, long bStride, long dColumn) {
        long skipped = (long) stride - panels;
        set(TileCode.BLOCKS, blocks);
        set(TileCode.TILES_OF_BLOCK, panels);
        set(TileCode.B_BLOCK_SKIP, skipped * bStride);
        set(TileCode.D_BLOCK_SKIP, skipped * largest.columns() * dColumn);
        set(TileCode.C_BLOCK_SKIP, skipped * largest.rowBytes());
    }

    /// How many panels [#panels] may take at once.
    ///
    /// @param from the column of a panel at which the rest begins
    /// @param columns how many are left
    /// @return 0 where there are too many rows, or no whole panel comes first: [#tiles] does the rest of that one
    int wholePanels(int rows, int from, int columns) {
        return rows <= largest.rows() && from == 0 ? columns / largest.columns() : 0;
    }
}
