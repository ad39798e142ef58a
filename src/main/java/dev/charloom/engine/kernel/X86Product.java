package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.ejml.data.FMatrixRMaj;

/// One thread's calls of [ProductCode], [PackCode] and [ScatterCode], with the memory for their arguments.
final class X86Product {

    private static final MethodHandle PRODUCT =
            X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle PACK = X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle SCATTER =
            X86Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final X86Code code;
    private final InstructionSet set;
    private final int width;
    private final TileArguments arguments;
    private final MemorySegment packArguments;
    private final MemorySegment transposeArguments;
    private final MemorySegment scatterArguments;

    X86Product(X86Code code) {
        this.code = code;
        set = code.set();
        width = code.largestTile().columns();
        arguments = new TileArguments(code.largestTile());
        packArguments =
                X86Code.arguments(PackCode.arguments(set, code.largestTile().vectors()));
        transposeArguments = X86Code.arguments(TransposeCode.ARGUMENTS);
        scatterArguments = X86Code.arguments(ScatterCode.arguments(set));
    }

    /// The arguments of the next [#multiply].
    TileArguments arguments() {
        return arguments;
    }

    /// `C ← D + A·B` for tiles of `rows` rows and `vectors` vectors.
    ///
    /// @param masked whether only the columns of the arguments' masks are there
    void multiply(int rows, int vectors, boolean masked, MemorySegment a, MemorySegment b, float[] d, float[] c) {
        MemorySegment function = code.product(arguments.left(), rows, vectors, masked, arguments.sharesPanels());
        multiply(function, a, b, d, c);
    }

    /// The same for tiles of `rows` rows and all columns of two panels each.
    void multiplyTwoPanels(int rows, MemorySegment a, MemorySegment b, float[] d, float[] c) {
        multiply(code.productOfTwoPanels(arguments.left(), rows), a, b, d, c);
    }

    private void multiply(MemorySegment function, MemorySegment a, MemorySegment b, float[] d, float[] c) {
        try {
            PRODUCT.invokeExact(function, a, b, MemorySegment.ofArray(d), MemorySegment.ofArray(c), arguments.memory());
        } catch (Throwable e) {
            throw new IllegalStateException("the product could not be called", e);
        }
    }

    /// Copies a block of `rows` rows, at `at` in the source, to panels.
    ///
    /// @param stride from one row of the source to the next, in floats
    /// @param panels where the first one begins
    /// @param panelBytes from one to the next
    void pack(float[] source, int at, int stride, int rows, PanelCut cut, MemorySegment panels, long panelBytes) {
        for (int panel = 0; panel < cut.count(); panel += cut.alike(panel)) {
            int first = cut.first(panel);
            MemorySegment to = panels.asSlice(panel * panelBytes);
            pack(source, at + first, stride, rows, cut.end(panel) - first, cut.alike(panel), to, panelBytes);
        }
    }

    private void pack(
            float[] source,
            int at,
            int stride,
            int rows,
            int columns,
            int count,
            MemorySegment panels,
            long panelBytes) {
        int vectors = code.largestTile().vectors();
        setPackArguments(at, stride, rows, columns, columns, count, vectors, panelBytes);
        copy(code.pack(columns < width), source, panels, packArguments);
    }

    /// Copies a block of `rows` rows, at `at` in the source, to `count` tiles of A, which have `height`
    /// columns of it one after the other: [PackCode#ofLeft].
    void packLeft(
            float[] source,
            int at,
            int stride,
            int rows,
            int height,
            int count,
            MemorySegment panels,
            long panelBytes) {
        setPackArguments(at, stride, rows, height, height, count, 1, panelBytes);
        copy(code.packLeft(), source, panels, packArguments);
    }

    private void setPackArguments(
            int at, int stride, int rows, int columns, int step, int count, int vectors, long panelBytes) {
        packArguments.setAtIndex(JAVA_LONG, PackCode.OFFSET, (long) at * Float.BYTES);
        packArguments.setAtIndex(JAVA_LONG, PackCode.STRIDE, (long) stride * Float.BYTES);
        packArguments.setAtIndex(JAVA_LONG, PackCode.ROWS, rows);
        packArguments.setAtIndex(JAVA_LONG, PackCode.PANELS, count);
        packArguments.setAtIndex(JAVA_LONG, PackCode.PANEL_STRIDE, panelBytes);
        packArguments.setAtIndex(JAVA_LONG, PackCode.PANEL_STEP, (long) step * Float.BYTES);
        TileArguments.setMasks(set, packArguments, PackCode.MASKS, 0, columns, vectors);
    }

    /// Copies [TransposeCode#BLOCK] rows of a matrix to as many columns of a panel.
    ///
    /// @param at where the first row begins in the source
    /// @param stride from one row of the source to the next, in floats
    /// @param blocks of as many rows of the panel, the first at `panelOffset` bytes
    void transpose(float[] source, int at, int stride, MemorySegment panels, long panelOffset, int blocks) {
        transposeArguments.setAtIndex(JAVA_LONG, TransposeCode.SOURCE_OFFSET, (long) at * Float.BYTES);
        transposeArguments.setAtIndex(JAVA_LONG, TransposeCode.SOURCE_STRIDE, (long) stride * Float.BYTES);
        transposeArguments.setAtIndex(JAVA_LONG, TransposeCode.PANEL_OFFSET, panelOffset);
        transposeArguments.setAtIndex(JAVA_LONG, TransposeCode.BLOCKS, blocks);
        copy(code.transpose(), source, panels, transposeArguments);
    }

    private static void copy(MemorySegment function, float[] source, MemorySegment panels, MemorySegment arguments) {
        try {
            PACK.invokeExact(function, MemorySegment.ofArray(source), panels, arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("packing could not be called", e);
        }
    }

    /// Adds rows of a panel, the first one at `panelOffset` bytes, to the rows of C that have their ids.
    ///
    /// @param ids one for each row, from `idsAt` on; a negative one stands for no row of C
    /// @param cColumn of the panel's first column
    /// @param columns of the panel
    void scatter(
            int[] ids,
            int idsAt,
            int rows,
            MemorySegment panel,
            long panelOffset,
            int columns,
            FMatrixRMaj c,
            int cColumn) {
        scatterArguments.setAtIndex(JAVA_LONG, ScatterCode.IDS_OFFSET, (long) idsAt * Integer.BYTES);
        scatterArguments.setAtIndex(JAVA_LONG, ScatterCode.PANEL_OFFSET, panelOffset);
        scatterArguments.setAtIndex(JAVA_LONG, ScatterCode.C_OFFSET, (long) cColumn * Float.BYTES);
        scatterArguments.setAtIndex(JAVA_LONG, ScatterCode.C_STRIDE, (long) c.numCols * Float.BYTES);
        scatterArguments.setAtIndex(JAVA_LONG, ScatterCode.ROWS, rows);
        TileArguments.setMasks(
                set,
                scatterArguments,
                ScatterCode.MASKS,
                0,
                columns,
                code.largestTile().vectors());
        try {
            SCATTER.invokeExact(
                    code.scatter(columns < width),
                    MemorySegment.ofArray(ids),
                    panel,
                    MemorySegment.ofArray(c.data),
                    scatterArguments);
        } catch (Throwable e) {
            throw new IllegalStateException("rows could not be added", e);
        }
    }
}
