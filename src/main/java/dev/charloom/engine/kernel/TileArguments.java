package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.MemorySegment;

/// The arguments of one thread's calls of a [TileCode]: which columns of a panel, and how rows are cut into tiles.
final class TileArguments {

    private final MemorySegment memory;
    private final TileShape largest;
    private long aStride;
    private long dStride;
    private long cStride;
    private int terms;
    private LeftLayout left = LeftLayout.ROWS;
    private long packedTile; // from one of A's tiles to the next, in LeftLayout.TILES
    private boolean sharesPanels;

    /// @param largest the largest tile of the products
    TileArguments(TileShape largest) {
        this(largest, TileCode.arguments(largest));
    }

    /// @param count how many arguments there are
    TileArguments(TileShape largest, int count) {
        this.largest = largest;
        memory = X86Code.arguments(count);
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
        terms = steps;
        set(TileCode.TERMS, steps);
        set(TileCode.SHARE_OF_TERM, (1L << 32) / steps);
    }

    int terms() {
        return terms;
    }

    /// The columns of a panel that lie before the vector with column `from`.
    int skipped(int from) {
        return from / largest.set().lanes() * largest.set().lanes();
    }

    /// Whether columns [from, to) of a panel are all that their vectors have: code without masks does for them.
    boolean areWholeVectors(int from, int to) {
        return (from | to) % largest.set().lanes() == 0;
    }

    /// Chooses columns [from, to) of a panel; B, C and D have to start at column [#skipped].
    ///
    /// @return vectors of a row
    int columns(int from, int to) {
        int skipped = skipped(from);
        int vectors = Math.ceilDiv(to - skipped, largest.set().lanes());
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
        if (largest.set().hasMaskRegisters() || !areWholeVectors(from, to)) {
            setMasks(largest.set(), memory, TileCode.MASKS, from, to, vectors);
        }
    }

    /// Sets which columns of a panel there are, for each vector.
    ///
    /// @param first the place of the first vector's mask among the arguments
    /// @param from the first column; they end at `to`
    static void setMasks(InstructionSet set, MemorySegment arguments, int first, int from, int to, int vectors) {
        long columns = (-1L << from) & (-1L >>> (Long.SIZE - to));
        long lanes = (1L << set.lanes()) - 1;
        for (int v = 0; v < vectors; v++) {
            long offset = (long) first * Long.BYTES + (long) v * set.maskBytes();
            set.writeMask(arguments, offset, (columns >>> (v * set.lanes())) & lanes);
        }
    }

    /// How A lies.
    LeftLayout left() {
        return left;
    }

    /// Whether several of the chosen tiles read the same panel.
    boolean sharesPanels() {
        return sharesPanels;
    }

    /// A lies in [LeftLayout#ROWS]. Strides lead from one row to the next, in bytes.
    ///
    /// @param d 0 where the same row is added everywhere
    void strides(long a, long d, long c) {
        left = LeftLayout.ROWS;
        setStrides(a, d, c);
    }

    /// The same where A lies in [LeftLayout#COLUMNS].
    ///
    /// @param a from one of its rows, which hold the factors of a step, to the next
    void columnStrides(long a, long d, long c) {
        left = LeftLayout.COLUMNS;
        set(ProductCode.A_TERM_STRIDE, a);
        setStrides(Float.BYTES, d, c);
    }

    /// The same where A lies in [LeftLayout#TILES].
    ///
    /// @param tile from one of them to the next
    void packedStrides(long tile, long d, long c) {
        left = LeftLayout.TILES;
        packedTile = tile;
        setStrides(Float.BYTES, d, c);
    }

    private void setStrides(long a, long d, long c) {
        aStride = a;
        dStride = d;
        cStride = c;
        set(TileCode.A_ROW_STRIDE, a);
        set(TileCode.D_ROW_STRIDE, d);
        set(TileCode.C_ROW_STRIDE, c);
    }

    /// How many tiles `rows` rows are cut into, as equal as can be.
    ///
    /// @param taller 1 for those with a row more, which come first; 0 for the others
    int tiles(int rows, int taller) {
        int tiles = Math.ceilDiv(rows, largest.rows());
        int tall = rows % tiles;
        return taller == 1 ? tall : tiles - tall;
    }

    /// Rows of these tiles.
    int height(int rows, int taller) {
        return rows / Math.ceilDiv(rows, largest.rows()) + taller;
    }

    /// Tiles before these, which are all taller.
    private int tilesBefore(int rows, int taller) {
        return taller == 1 ? 0 : tiles(rows, 1);
    }

    /// Rows before these tiles.
    int rowsBefore(int rows, int taller) {
        return tilesBefore(rows, taller) * height(rows, 1);
    }

    /// Chooses the tiles of one height, below one another, in each of some panels side by side, which have as many
    /// columns each where there are several.
    ///
    /// @param rows that are cut into tiles
    /// @param panelsOfTile how many of the panels a tile has columns of
    /// @param columns where the chosen ones of a panel end
    /// @param aAt where A's first row or tile starts, in bytes; likewise D and C for the first panel
    /// @param bStride from one panel of B to the next, in bytes
    /// @param dColumn from one column of D to the next: 0 where the same vector is added everywhere
    /// @return whether there are such tiles
    boolean chooseTiles(
            int rows,
            int taller,
            int panels,
            int panelsOfTile,
            int columns,
            long aAt,
            long dAt,
            long cAt,
            long bStride,
            long dColumn) {
        long tiles = tiles(rows, taller);
        long height = height(rows, taller);
        long before = rowsBefore(rows, taller);
        boolean packed = left == LeftLayout.TILES;
        long aTile = packed ? packedTile : height * aStride;
        set(TileCode.A_OFFSET, aAt + (packed ? tilesBefore(rows, taller) * packedTile : before * aStride));
        set(TileCode.D_OFFSET, dAt + before * dStride);
        set(TileCode.C_OFFSET, cAt + before * cStride);
        set(TileCode.A_TILE_STRIDE, aTile);
        set(TileCode.B_TILE_STRIDE, 0);
        set(TileCode.D_TILE_STRIDE, height * dStride);
        set(TileCode.C_TILE_STRIDE, height * cStride);
        set(TileCode.TILES, tiles);
        set(TileCode.BLOCKS, panels / panelsOfTile);
        set(TileCode.TILES_OF_BLOCK, tiles);
        set(TileCode.A_BLOCK_SKIP, -tiles * aTile);
        set(TileCode.B_BLOCK_SKIP, panelsOfTile * bStride);
        set(TileCode.D_BLOCK_SKIP, (long) panelsOfTile * columns * dColumn - tiles * height * dStride);
        set(TileCode.C_BLOCK_SKIP, (long) panelsOfTile * columns * Float.BYTES - tiles * height * cStride);
        set(TileCode.NEXT_PANEL_STEP, shareOfNextPanel(tiles));
        sharesPanels = tiles > 1;
        return tiles > 0;
    }

    /// So that all tiles of a panel together ask for all of the next one.
    private long shareOfNextPanel(long tiles) {
        long times = Math.max(1, tiles * (terms / TileCode.STEPS_PER_ROW));
        return Math.ceilDiv((long) terms * largest.rowBytes(), times);
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
        set(TileCode.C_BLOCK_SKIP, 0);
        sharesPanels = false;
    }

    /// Has as many panels in each of several blocks, of which [#panels] has chosen the first.
    ///
    /// @param stride from one block to the next, in panels
    void blocks(int blocks, int panels, int stride, long bStride, long dColumn) {
        long skipped = (long) stride - panels;
        set(TileCode.BLOCKS, blocks);
        set(TileCode.TILES_OF_BLOCK, panels);
        set(TileCode.A_BLOCK_SKIP, 0);
        set(TileCode.B_BLOCK_SKIP, skipped * bStride);
        set(TileCode.D_BLOCK_SKIP, skipped * largest.columns() * dColumn);
        set(TileCode.C_BLOCK_SKIP, skipped * largest.rowBytes());
    }

    /// How many panels [#panels] may take at once.
    ///
    /// @param from the column of a panel at which the rest begins
    /// @param columns how many are left
    /// @return 0 where there are too many rows, or no whole panel comes first: [#chooseTiles] does the rest of it
    int wholePanels(int rows, int from, int columns) {
        return rows <= largest.rows() && from == 0 ? columns / largest.columns() : 0;
    }
}
