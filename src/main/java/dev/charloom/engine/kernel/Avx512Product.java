package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.ejml.data.FMatrixRMaj;

/// One thread's calls of [ProductCode], [PackCode] and [ScatterCode], with the memory for their arguments.
final class Avx512Product {

    private static final MethodHandle PRODUCT =
            Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle PACK = Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));

    private static final MethodHandle SCATTER =
            Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final TileArguments arguments = new TileArguments(ProductCode.LARGEST);
    private final MemorySegment packArguments = Avx512Code.arguments(PackCode.ARGUMENTS);

    private final MemorySegment scatterArguments = Avx512Code.arguments(ScatterCode.ARGUMENTS);

    /// The arguments of the next [#multiply].
    TileArguments arguments() {
        return arguments;
    }

    /// `C ← D + A·B` for tiles of `rows` rows and `vectors` vectors.
    void multiply(int rows, int vectors, float[] a, MemorySegment b, float[] d, float[] c) {
        try {
            PRODUCT.invokeExact(
                    Avx512Code.product(rows, vectors),
                    MemorySegment.ofArray(a),
                    b,
                    MemorySegment.ofArray(d),
                    MemorySegment.ofArray(c),
                    arguments.memory());
        } catch (Throwable e) {
            throw new IllegalStateException("the product could not be called", e);
        }
    }

    /// Copies a block of `rows` rows and `columns` columns, at `at` in the source, whose rows are `stride` floats
    /// apart,
    /// to panels.
    ///
    /// @param panels where the first one begins
    /// @param panelBytes from one to the next
    void pack(float[] source, int at, int stride, int rows, int columns, MemorySegment panels, long panelBytes) {
        int whole = columns / PanelMatrix.WIDTH;
        if (whole > 0) {
            pack(source, at, stride, rows, PanelMatrix.WIDTH, whole, panels, panelBytes);
        }
        int done = whole * PanelMatrix.WIDTH;
        if (done < columns) {
            pack(source, at + done, stride, rows, columns - done, 1, panels.asSlice(whole * panelBytes), panelBytes);
        }
    }

    private void pack(
            float[] source, int at, int stride, int rows, int width, int count, MemorySegment panels, long panelBytes) {
        packArguments.setAtIndex(JAVA_LONG, PackCode.OFFSET, (long) at * Float.BYTES);
        packArguments.setAtIndex(JAVA_LONG, PackCode.STRIDE, (long) stride * Float.BYTES);
        packArguments.setAtIndex(JAVA_LONG, PackCode.ROWS, rows);
        packArguments.setAtIndex(JAVA_LONG, PackCode.PANELS, count);
        packArguments.setAtIndex(JAVA_LONG, PackCode.PANEL_STRIDE, panelBytes);
        TileArguments.setMasks(packArguments, PackCode.MASKS, 0, width, ProductCode.LARGEST.vectors());
        try {
            PACK.invokeExact(Avx512Code.pack(), MemorySegment.ofArray(source), panels, packArguments);
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
        TileArguments.setMasks(scatterArguments, ScatterCode.MASKS, 0, columns, ProductCode.LARGEST.vectors());
        try {
            SCATTER.invokeExact(
                    Avx512Code.scatter(),
                    MemorySegment.ofArray(ids),
                    panel,
                    MemorySegment.ofArray(c.data),
                    scatterArguments);
        } catch (Throwable e) {
            throw new IllegalStateException("rows could not be added", e);
        }
    }
}
