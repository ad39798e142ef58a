package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// Matrix products in machine code of our own, for x86-64 with AVX2 or AVX-512: see [ProductCode].
///
/// Every element is the sum of its terms in ascending order, each added with one rounding: the same bits as in
/// [JavaBlas], whatever is divided, and whatever the number of rows.
public final class X86Blas implements Blas {

    /// Elements of A that are multiplied with all panels before others are: 384 KB, which stay in L2 beside a panel.
    private static final int BLOCK_ELEMENTS = 96 * 1024;

    /// What one call multiplies at most, in multiply-adds: the garbage collector waits for it, some 10 ms.
    private static final long MAX_PRODUCTS_PER_CALL = 1L << 29;

    private static final int LINE_FLOATS = TileCode.LINE / Float.BYTES;

    /// How products are cut up, so that what is read again stays near.
    ///
    /// @param terms of a pass over a panel at most, in products with packed weights
    /// @param gradientRows of A and B that are packed at once in products with a transposed operand
    /// @param gradientPanels of these rows of B
    /// @param gradientTiles of these rows of A, where it is packed
    /// @param packedFrom how many columns A and B have at least where A is packed
    /// @param rowsEnough see [Blas#rowsEnough]
    private record Blocking(
            int terms, int gradientRows, int gradientPanels, int gradientTiles, int packedFrom, int rowsEnough) {

        static Blocking of(InstructionSet set) {
            return switch (set) {
                // A panel's terms take 32 KB; of B 2 MB are packed, of A 256 KB, which stay in L2.
                case AVX2 -> new Blocking(512, 512, 64, 16, 0, 20);
                // A panel's terms take 192 KB, which stay in L2; of B 3 MB are packed, of A 256 KB, which stay there.
                // Shorter rows of A have room in L1 as they lie.
                case AVX512 -> new Blocking(1024, 256, 64, 32, 176, 64);
            };
        }

        /// How A is read for so many columns of B.
        LeftLayout ofTransposed(FMatrixRMaj a, int columns) {
            return Math.min(a.numCols, columns) >= packedFrom ? LeftLayout.TILES : LeftLayout.COLUMNS;
        }
    }

    private final X86Code machineCode;
    private final X86Product code;
    private final int width; // columns of a panel
    private final Sums zero; // as many as the widest tile has columns
    private final Blocking blocking;

    // In products with a transposed operand, which only training has.
    private @Nullable MemorySegment panels; // of B
    private @Nullable MemorySegment left; // tiles of A

    /// @throws KernelUnavailable if the processor or the system does not run it
    public X86Blas(InstructionSet set) {
        this(X86Code.of(set));
    }

    private X86Blas(X86Code machineCode) {
        this.machineCode = machineCode;
        code = new X86Product(machineCode);
        width = machineCode.largestTile().columns();
        blocking = Blocking.of(machineCode.set());
        zero = new Sums(new float[width * machineCode.panelsOfTile(1)], 0, 0, 0);
    }

    @Override
    public String name() {
        return machineCode.set().label();
    }

    @Override
    public Blas forAnotherThread() {
        return new X86Blas(machineCode);
    }

    @Override
    public int rowsEnough() {
        return blocking.rowsEnough();
    }

    @Override
    public GateKernels gates(int hidden, int firstUnit, int units) {
        return GateKernels.inMachineCode(machineCode, hidden, firstUnit, units);
    }

    @Override
    public SoftmaxCrossEntropy softmaxCrossEntropy() {
        return new X86SoftmaxCrossEntropy(machineCode);
    }

    @Override
    public PackedMatrix operand(FMatrixRMaj source, int column, int rows, int columns) {
        return PanelMatrix.allocate(source, column, false, rows, cut(columns));
    }

    @Override
    public PackedMatrix transposedOperand(FMatrixRMaj source, int column, int rows, int columns) {
        return PanelMatrix.allocate(source, column, true, rows, cut(columns));
    }

    private PanelCut cut(int columns) {
        return PanelCut.of(columns, machineCode.largestTile());
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
        Sums from = accumulate ? Sums.of(c, cRow, cColumn) : zero;
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
        int passes = Math.max(1, Math.ceilDiv(b.rows(), blocking.terms()));
        int rowsOfTile = machineCode.largestTile().rows();
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
        MemorySegment left = MemorySegment.ofArray(a);
        PanelCut cut = b.cut();
        TileArguments arguments = code.arguments();
        arguments.strides(bytes(aRowStride), bytes(sums.rowStride()), bytes(c.numCols));
        int mostPanels = Math.max(1, (int) (MAX_PRODUCTS_PER_CALL / ((long) rows * arguments.terms() * width)));
        for (int done = 0; done < columns; ) {
            int panel = cut.panelOf(bColumn + done);
            int first = cut.first(panel);
            int from = bColumn + done - first;
            int all = cut.end(panel) - first;
            int to = Math.min(bColumn + columns - first, all);
            int alike = Math.min(cut.alike(panel), (columns - done) / all);
            int panels = to - from == all ? Math.min(mostPanels, alike) : 1;
            int skipped = arguments.skipped(from);
            multiplyPanels(
                    left,
                    bytes(aAt),
                    rows,
                    b.memory(),
                    b.offset(panel, term) + bytes(skipped),
                    b.panelBytes(),
                    panels,
                    from,
                    to,
                    sums.from(0, done - from + skipped),
                    c,
                    bytes(cRow * c.numCols + cColumn + done - from + skipped));
            done += panels * (to - from);
        }
    }

    /// `C ← D + A·B` for columns [from, to) of each of some panels of B side by side, in tiles of rows as equal as can
    /// be. Where there are several, it is all of their columns.
    ///
    /// @param aAt where A starts, in bytes
    /// @param bAt where the first vector lies that has one of these columns, in bytes; likewise D and C
    /// @param panelBytes from one panel of B to the next
    private void multiplyPanels(
            MemorySegment a,
            long aAt,
            int rows,
            MemorySegment b,
            long bAt,
            long panelBytes,
            int panels,
            int from,
            int to,
            Sums d,
            FMatrixRMaj c,
            long cAt) {
        TileArguments arguments = code.arguments();
        int vectors = arguments.columns(from, to);
        boolean masked = !arguments.areWholeVectors(from, to);
        arguments.set(ProductCode.B_PANEL_STRIDE, panelBytes);
        for (int done = 0; done < panels; ) {
            int rest = panels - done;
            int together = rest == 1 || to < width ? 1 : machineCode.panelsOfTile(rows);
            int count = rest - rest % together;
            long dAt = bytes(d.from(0, done * to).at());
            long at = cAt + bytes((long) done * to);
            arguments.set(TileCode.B_OFFSET, bAt + done * panelBytes);
            for (int taller = 1; taller >= 0; taller--) {
                if (arguments.chooseTiles(
                        rows, taller, count, together, to, aAt, dAt, at, panelBytes, bytes(d.columnStride()))) {
                    int height = arguments.height(rows, taller);
                    if (together == 1) {
                        code.multiply(height, vectors, masked, a, b, d.data(), c.data);
                    } else {
                        code.multiplyTwoPanels(height, a, b, d.data(), c.data);
                    }
                }
            }
            done += count;
        }
    }

    /// Divided by columns of the results, sixteen at a time.
    @Override
    public void multiplyTransposed(
            LeftOperands left,
            FMatrixRMaj b,
            int bRow,
            int bColumn,
            int columns,
            int rows,
            boolean accumulate,
            int part,
            int parts) {
        MemorySegment packed = panels();
        int packedWidth = blocking.gradientPanels() * width;
        int lines = Math.ceilDiv(columns, LINE_FLOATS);
        int from = Team.share(lines, part, parts) * LINE_FLOATS;
        int to = Math.min(columns, Team.share(lines, part + 1, parts) * LINE_FLOATS);
        for (int row = 0; row < rows; row += blocking.gradientRows()) {
            int terms = Math.min(blocking.gradientRows(), rows - row);
            for (int column = from; column < to; column += packedWidth) {
                int packedColumns = Math.min(packedWidth, to - column);
                int at = (bRow + row) * b.numCols + bColumn + column;
                PanelCut cut = cut(packedColumns);
                code.pack(b.data, at, b.numCols, terms, cut, packed, panelBytes(terms));
                boolean adds = accumulate || row > 0;
                for (int i = 0; i < left.size(); i++) {
                    if (left.isOneHot(i)) {
                        scatter(left, i, row, packed, terms, adds, column, cut);
                    } else {
                        multiplyColumns(left, i, row, packed, terms, adds, column, cut);
                    }
                }
            }
        }
    }

    private MemorySegment panels() {
        if (panels == null) {
            long panelBytes = panelBytes(blocking.gradientRows());
            panels = Arena.ofAuto().allocate(blocking.gradientPanels() * panelBytes, TileCode.LINE);
        }
        return panels;
    }

    private MemorySegment left() {
        if (left == null) {
            long tileBytes = tileBytes(blocking.gradientRows());
            left = Arena.ofAuto().allocate(blocking.gradientTiles() * tileBytes, TileCode.LINE);
        }
        return left;
    }

    /// From one packed panel of B to the next. A row is written to all of them, one after the other: if their distance
    /// were a power of two, its lines would displace each other from L1 and L2.
    private long panelBytes(int terms) {
        return bytes((long) terms * width) + TileCode.LINE;
    }

    /// From one packed tile of A to the next, likewise.
    private long tileBytes(int terms) {
        return (long) terms * PackCode.LEFT_ROW_BYTES + TileCode.LINE;
    }

    /// Some columns of the product of a one-hot operand, for some of its rows, B being in panels.
    private void scatter(
            LeftOperands left,
            int index,
            int row,
            MemorySegment packed,
            int terms,
            boolean accumulate,
            int column,
            PanelCut cut) {
        if (!accumulate) {
            left.zeroOneHotProduct(index, column, column + cut.columns());
        }
        int at = left.aRow(index) + row;
        for (int panel = 0; panel < cut.count(); panel++) {
            int first = cut.first(panel);
            int panelColumns = cut.end(panel) - first;
            int cColumn = left.cColumn(index) + column + first;
            code.scatter(
                    left.ids(index),
                    at,
                    terms,
                    packed,
                    panel * panelBytes(terms),
                    panelColumns,
                    left.c(index),
                    cColumn);
        }
    }

    /// Some columns of the product of an operand, for `packedRows` of its rows, B being in panels.
    private void multiplyColumns(
            LeftOperands operands,
            int index,
            int row,
            MemorySegment packed,
            int packedRows,
            boolean accumulate,
            int column,
            PanelCut cut) {
        FMatrixRMaj c = operands.c(index);
        int cColumn = operands.cColumn(index) + column;
        int zeros = operands.zeros(index);
        int first = Math.max(row, zeros);
        int terms = row + packedRows - first;
        if (terms <= 0) {
            if (!accumulate) {
                LeftOperands.zero(c, 0, c.numRows, cColumn, cColumn + cut.columns());
            }
            return;
        }
        FMatrixRMaj a = operands.a(index);
        int aRow = operands.aRow(index) + first - zeros;
        MemorySegment panel = packed.asSlice(bytes((long) (first - row) * width));
        long panelBytes = panelBytes(packedRows);
        TileArguments arguments = code.arguments();
        arguments.terms(terms);
        Sums sums = accumulate ? Sums.of(c, 0, cColumn) : zero;
        if (blocking.ofTransposed(a, cut.columns()) == LeftLayout.COLUMNS) {
            arguments.columnStrides(bytes(a.numCols), bytes(sums.rowStride()), bytes(c.numCols));
            MemorySegment left = MemorySegment.ofArray(a.data);
            long aAt = bytes((long) aRow * a.numCols);
            multiplyColumns(left, aAt, panel, panelBytes, cut, sums, c, 0, c.numRows, cColumn);
            return;
        }
        long tileBytes = tileBytes(terms);
        int rowsOfBlock = blocking.gradientTiles() * machineCode.largestTile().rows();
        arguments.packedStrides(tileBytes, bytes(sums.rowStride()), bytes(c.numCols));
        for (int cRow = 0; cRow < c.numRows; cRow += rowsOfBlock) {
            int cRows = Math.min(rowsOfBlock, c.numRows - cRow);
            packLeft(a, aRow, cRow, cRows, terms, tileBytes);
            multiplyColumns(left(), 0, panel, panelBytes, cut, sums.from(cRow, 0), c, cRow, cRows, cColumn);
        }
    }

    /// Packs some columns of A as the tiles that these rows of C are cut into.
    private void packLeft(FMatrixRMaj a, int aRow, int column, int columns, int terms, long tileBytes) {
        TileArguments arguments = code.arguments();
        long done = 0;
        for (int taller = 1; taller >= 0; taller--) {
            int tiles = arguments.tiles(columns, taller);
            if (tiles > 0) {
                int at = aRow * a.numCols + column + arguments.rowsBefore(columns, taller);
                int height = arguments.height(columns, taller);
                code.packLeft(a.data, at, a.numCols, terms, height, tiles, left().asSlice(done), tileBytes);
                done += tiles * tileBytes;
            }
        }
    }

    private void multiplyColumns(
            MemorySegment a,
            long aAt,
            MemorySegment packed,
            long panelBytes,
            PanelCut cut,
            Sums sums,
            FMatrixRMaj c,
            int cRow,
            int rows,
            int cColumn) {
        long cAt = bytes((long) cRow * c.numCols + cColumn);
        for (int panel = 0; panel < cut.count(); panel += cut.alike(panel)) {
            int first = cut.first(panel);
            int columns = cut.end(panel) - first;
            long at = cAt + bytes(first);
            Sums from = sums.from(0, first);
            long bAt = panel * panelBytes;
            multiplyPanels(a, aAt, rows, packed, bAt, panelBytes, cut.alike(panel), 0, columns, from, c, at);
        }
    }

    private static long bytes(long floats) {
        return floats * Float.BYTES;
    }
}
