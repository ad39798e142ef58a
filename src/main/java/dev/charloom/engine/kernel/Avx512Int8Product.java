package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// One thread's calls of [Int8ProductCode], with the memory for their arguments.
final class Avx512Int8Product implements Int8Product {

    private static final MethodHandle PRODUCT =
            Avx512Code.call(FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private static final int ALL_LANES = (1 << ProductCode.LANES) - 1;

    private final MemorySegment arguments =
            Arena.ofAuto().allocate((long) Int8ProductCode.ARGUMENTS * Long.BYTES, Long.BYTES);

    @Override
    public Int8Product forAnotherThread() {
        return new Avx512Int8Product();
    }

    /// In tiles of rows as equal as can be.
    @Override
    public void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            Int8Matrix b,
            int panel,
            int from,
            int to,
            float[] d,
            int dAt,
            int dStride,
            float[] c,
            int cAt,
            int cStride) {
        int skipped = from / ProductCode.LANES * ProductCode.LANES;
        int vectors = Math.ceilDiv(to - skipped, ProductCode.LANES);
        int first = (ALL_LANES << (from - skipped)) & ALL_LANES;
        int last = ALL_LANES >>> (skipped + vectors * ProductCode.LANES - to);
        set(Int8ProductCode.FIRST_MASK, vectors == 1 ? first & last : first);
        set(Int8ProductCode.LAST_MASK, last);
        set(Int8ProductCode.B_OFFSET, b.offset(panel) + (long) skipped * Int8Matrix.GROUP);
        set(Int8ProductCode.GROUPS, b.groups());
        set(Int8ProductCode.CONSTANTS_OFFSET, (long) b.groups() * Int8Matrix.ROW_BYTES);
        set(Int8ProductCode.A_ROW_STRIDE, rowBytes);
        set(Int8ProductCode.D_ROW_STRIDE, (long) dStride * Float.BYTES);
        set(Int8ProductCode.C_ROW_STRIDE, (long) cStride * Float.BYTES);
        int tiles = Math.ceilDiv(rows, ProductCode.ROWS);
        int low = rows / tiles;
        int higher = rows % tiles;
        int done = higher * (low + 1);
        int dStart = dAt - (from - skipped);
        int cStart = cAt - (from - skipped);
        if (higher > 0) {
            run(low + 1, higher, vectors, states, 0, rowBytes, b, d, dStart, dStride, c, cStart, cStride);
        }
        run(
                low,
                tiles - higher,
                vectors,
                states,
                done * rowBytes,
                rowBytes,
                b,
                d,
                dStart + done * dStride,
                dStride,
                c,
                cStart + done * cStride,
                cStride);
    }

    private void run(
            int rows,
            int tiles,
            int vectors,
            byte[] states,
            int statesAt,
            int rowBytes,
            Int8Matrix b,
            float[] d,
            int dAt,
            int dStride,
            float[] c,
            int cAt,
            int cStride) {
        set(Int8ProductCode.A_OFFSET, statesAt);
        set(Int8ProductCode.D_OFFSET, (long) dAt * Float.BYTES);
        set(Int8ProductCode.C_OFFSET, (long) cAt * Float.BYTES);
        set(Int8ProductCode.A_TILE_STRIDE, (long) rows * rowBytes);
        set(Int8ProductCode.D_TILE_STRIDE, (long) rows * dStride * Float.BYTES);
        set(Int8ProductCode.C_TILE_STRIDE, (long) rows * cStride * Float.BYTES);
        set(Int8ProductCode.TILES, tiles);
        try {
            PRODUCT.invokeExact(
                    Avx512Code.int8Product(rows, vectors),
                    MemorySegment.ofArray(states),
                    b.memory(),
                    MemorySegment.ofArray(d),
                    MemorySegment.ofArray(c),
                    arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("the product in 8 bits could not be called", e);
        }
    }

    private void set(int argument, long value) {
        arguments.setAtIndex(JAVA_LONG, argument, value);
    }
}
