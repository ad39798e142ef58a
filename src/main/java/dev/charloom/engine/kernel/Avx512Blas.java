package dev.charloom.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// Matrix products in machine code of our own, for x86-64 with AVX-512: see [ProductCode].
///
/// Every element is the sum of its terms in ascending order, each added with one rounding: the same bits as in
/// [JavaBlas], whatever is divided, and whatever the number of rows.
public final class Avx512Blas implements Blas {

    /// Terms of a pass over a panel at most: 48 columns of them take 192 KB, which stay in L2 for all tiles of rows.
    private static final int MAX_TERMS = 1024;

    /// Elements of A that are multiplied with all panels before others are: 384 KB, which stay in L2 beside a panel.
    private static final int BLOCK_ELEMENTS = 96 * 1024;

    /// Rows that are packed at once in products with a transposed operand.
    private static final int PACKED_ROWS = 256;

    /// Panels of those rows that are packed before they are used: 384 KB. While they are, A's rows stay in L2.
    private static final int PACKED_PANELS = 8;

    private final Avx512Product code = new Avx512Product();
    private @Nullable MemorySegment panels; // of B in products with a transposed operand, which only training has

    /// @throws KernelUnavailable if the processor or the system does not run it
    public Avx512Blas() {
        Avx512Code.load();
    }

    @Override
    public String name() {
        return "avx512";
    }

    @Override
    public Blas forAnotherThread() {
        return new Avx512Blas();
    }

    @Override
    public GateKernels gates(int hidden, int firstUnit, int units) {
        return GateKernels.inAvx512(hidden, firstUnit, units);
    }

    @Override
    public PackedMatrix operand(FMatrixRMaj source, int column, int rows, int columns) {
        return PanelMatrix.allocate(source, column, false, rows, columns);
    }

    @Override
    public PackedMatrix transposedOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return PanelMatrix.allocate(source, column, true, rows, columns);
    }

    @Override
    public void pack(PackedMatrix operand, int part, int parts) {
        PanelMatrix target = (PanelMatrix) operand;
        target.pack(code, Team.share(target.rows(), part, parts), Team.share(target.rows(), part + 1, parts));
    }

    @Override
    public void multiply(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            int bColumn,
            int columns,
            boolean accumulate,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        Sums from = accumulate ? Sums.of(c, cRow, cColumn) : Sums.ZERO;
        multiply(a, aRow, aColumn, rows, (PanelMatrix) b, bColumn, columns, from, c, cRow, cColumn);
    }

    @Override
    public void multiplyAndAddRow(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PackedMatrix b,
            FMatrixRMaj d,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        multiply(a, aRow, aColumn, rows, (PanelMatrix) b, 0, b.columns(), Sums.ofRow(d), c, cRow, cColumn);
    }

    /// What the sums of a product begin with.
    ///
    /// @param at where that of row 0, column 0 of the product is
    /// @param rowStride from one row to the next
    /// @param columnStride from one column to the next: 1, or 0 for the same vector everywhere
    private record Sums(float[] data, int at, int rowStride, int columnStride) {

        static final Sums ZERO = new Sums(new float[PanelMatrix.WIDTH], 0, 0, 0);

        static Sums of(FMatrixRMaj c, int row, int column) {
            return new Sums(c.data, row * c.numCols + column, c.numCols, 1);
        }

        /// The same row in every row.
        static Sums ofRow(FMatrixRMaj d) {
            return new Sums(d.data, 0, 0, 1);
        }

        /// From a row and a column of the product on.
        Sums from(int row, int column) {
            return new Sums(data, at + row * rowStride + column * columnStride, rowStride, columnStride);
        }
    }

    private void multiply(
            FMatrixRMaj a,
            int aRow,
            int aColumn,
            int rows,
            PanelMatrix b,
            int bColumn,
            int columns,
            Sums sums,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        if (rows == 0 || columns == 0) {
            return;
        }
        code.arguments().set(ProductCode.A_TERM_STRIDE, Float.BYTES);
        int passes = Math.max(1, Math.ceilDiv(b.rows(), MAX_TERMS));
        int rowsOfTile = ProductCode.LARGEST.rows();
        int rowsOfBlock = rowsOfTile * Math.max(1, BLOCK_ELEMENTS * passes / (rowsOfTile * Math.max(1, b.rows())));
        for (int row = 0; row < rows; row += rowsOfBlock) {
            for (int pass = 0; pass < passes; pass++) {
                int term = Team.share(b.rows(), pass, passes);
                code.arguments().terms(Team.share(b.rows(), pass + 1, passes) - term);
                multiplyBlock(
                        a.data,
                        (aRow + row) * a.numCols + aColumn + term,
                        a.numCols,
                        Math.min(rowsOfBlock, rows - row),
                        b,
                        term,
                        bColumn,
                        columns,
                        pass == 0 ? sums.from(row, 0) : Sums.of(c, cRow + row, cColumn),
                        c,
                        cRow + row,
                        cColumn);
            }
        }
    }

    /// All columns of C for some rows and terms, whose part of A stays in L2.
    private void multiplyBlock(
            float[] a,
            int aAt,
            int aRowStride,
            int rows,
            PanelMatrix b,
            int term,
            int bColumn,
            int columns,
            Sums sums,
            FMatrixRMaj c,
            int cRow,
            int cColumn) {
        for (int done = 0; done < columns; ) {
            int panel = (bColumn + done) / PanelMatrix.WIDTH;
            int from = (bColumn + done) % PanelMatrix.WIDTH;
            int panels = code.arguments().wholePanels(rows, from, columns - done);
            long bOffset = b.offset(panel, term);
            long cAt = bytes(cRow * c.numCols + cColumn + done);
            if (panels > 0) {
                addToPanels(a, aAt, aRowStride, rows, b, bOffset, panels, sums.from(0, done), c, cAt);
                done += panels * PanelMatrix.WIDTH;
            } else {
                int to = Math.min(from + columns - done, PanelMatrix.WIDTH);
                int skipped = TileArguments.skipped(from);
                addToPanel(
                        a,
                        aAt,
                        aRowStride,
                        rows,
                        b.memory(),
                        bOffset + bytes(skipped),
                        from,
                        to,
                        sums.from(0, done - from + skipped),
                        c,
                        cAt - bytes(from - skipped));
                done += to - from;
            }
        }
    }

    /// `C ← D + A·B` for so few rows that one tile has them, over all columns of several panels.
    private void addToPanels(
            float[] a,
            int aAt,
            int aRowStride,
            int rows,
            PanelMatrix b,
            long bOffset,
            int panels,
            Sums d,
            FMatrixRMaj c,
            long cAt) {
        TileArguments arguments = code.arguments();
        int vectors = arguments.columns(0, PanelMatrix.WIDTH);
        arguments.set(TileCode.B_OFFSET, bOffset);
        arguments.strides(bytes(aRowStride), bytes(d.rowStride()), bytes(c.numCols));
        arguments.panels(panels, b.panelBytes(), bytes(aAt), bytes(d.at()), bytes(d.columnStride()), cAt);
        code.multiply(rows, vectors, a, b.memory(), d.data(), c.data);
    }

    /// Divided by columns of the results, sixteen at a time.
    @Override
    public void addTransposedProducts(
            LeftOperands left, FMatrixRMaj b, int bRow, int bColumn, int columns, int rows, int part, int parts) {
        if (panels == null) {
            panels = Arena.ofAuto().allocate((long) PACKED_PANELS * PACKED_ROWS * PanelMatrix.WIDTH * Float.BYTES, 64);
        }
        MemorySegment packed = panels;
        int vectors = Math.ceilDiv(columns, TileCode.LANES);
        int from = Team.share(vectors, part, parts) * TileCode.LANES;
        int to = Math.min(columns, Team.share(vectors, part + 1, parts) * TileCode.LANES);
        for (int row = 0; row < rows; row += PACKED_ROWS) {
            int terms = Math.min(PACKED_ROWS, rows - row);
            code.arguments().terms(terms);
            for (int column = from; column < to; column += PACKED_PANELS * PanelMatrix.WIDTH) {
                int width = Math.min(PACKED_PANELS * PanelMatrix.WIDTH, to - column);
                int at = (bRow + row) * b.numCols + bColumn + column;
                code.pack(b.data, at, b.numCols, terms, width, packed, bytes((long) terms * PanelMatrix.WIDTH));
                for (int i = 0; i < left.size(); i++) {
                    if (left.isOneHot(i)) {
                        scatter(left, i, row, packed, terms, column, width);
                    } else {
                        addToColumns(
                                left.a(i),
                                left.aRow(i) + row,
                                packed,
                                terms,
                                width,
                                left.c(i),
                                left.cColumn(i) + column);
                    }
                }
            }
        }
    }

    /// Some columns of the product of a one-hot operand, for some of its rows, B being in panels.
    private void scatter(
            LeftOperands left, int index, int row, MemorySegment packed, int terms, int column, int columns) {
        int at = left.aRow(index) + row;
        for (int done = 0; done < columns; done += PanelMatrix.WIDTH) {
            int width = Math.min(PanelMatrix.WIDTH, columns - done);
            int cColumn = left.cColumn(index) + column + done;
            code.scatter(left.ids(index), at, terms, packed, bytes((long) done * terms), width, left.c(index), cColumn);
        }
    }

    /// `C ← C + Aᵀ·B` for some columns of C, B being in panels.
    private void addToColumns(
            FMatrixRMaj a, int aRow, MemorySegment packed, int terms, int columns, FMatrixRMaj c, int cColumn) {
        code.arguments().set(ProductCode.A_TERM_STRIDE, bytes(a.numCols));
        for (int done = 0; done < columns; done += PanelMatrix.WIDTH) {
            int width = Math.min(PanelMatrix.WIDTH, columns - done);
            long bOffset = bytes((long) done * terms);
            Sums sums = Sums.of(c, 0, cColumn + done);
            addToPanel(a.data, aRow * a.numCols, 1, c.numRows, packed, bOffset, 0, width, sums, c, bytes(sums.at()));
        }
    }

    /// `C ← D + A·B` for columns [from, to) of one panel of B, in tiles of rows as equal as can be. B, D and C are
    /// given by where the vector lies that has the first of these columns, B and C in bytes.
    ///
    /// @param aAt where A starts; its rows are `aRowStride` elements apart
    private void addToPanel(
            float[] a,
            int aAt,
            int aRowStride,
            int rows,
            MemorySegment b,
            long bOffset,
            int from,
            int to,
            Sums d,
            FMatrixRMaj c,
            long cAt) {
        TileArguments arguments = code.arguments();
        int vectors = arguments.columns(from, to);
        arguments.set(TileCode.B_OFFSET, bOffset);
        arguments.strides(bytes(aRowStride), bytes(d.rowStride()), bytes(c.numCols));
        for (int taller = 1; taller >= 0; taller--) {
            int height = arguments.tiles(rows, taller, bytes(aAt), bytes(d.at()), cAt);
            if (height > 0) {
                code.multiply(height, vectors, a, b, d.data(), c.data);
            }
        }
    }

    private static long bytes(long floats) {
        return floats * Float.BYTES;
    }
}
