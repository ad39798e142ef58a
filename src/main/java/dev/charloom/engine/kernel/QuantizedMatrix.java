package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// A right-hand operand in 8 or 6 bits: `w ≈ scale·q` with a scale for every column and integers q of as many bits.
///
/// Left operands are hidden states, in [−1, 1], as `h ≈ (u − 128)/127` with u from 1 to 255. A product then is
///
/// ```
/// Σ_k h_k·w_kn ≈ factor_n · (offset_n + Σ_k u_k·q_kn)   factor_n = scale_n/127   offset_n = −128·Σ_k q_kn
/// ```
///
/// with sums of integers, which do not depend on any order.
///
/// It is kept off the heap, since vectors should not straddle cache lines: panels of columns, in each the rows in
/// groups of four (group → column → four integers), in the layout, then the panel's offsets, then its factors. What
/// there
/// is not is zero. Where a layout has integers count for more than they are, offsets do so too, and factors for less.
///
/// @param source what it is made of
/// @param column the first column of the source's block
/// @param rows K
/// @param columns N
/// @param bits of the integers
/// @param layout of the integers
/// @param memory the panels
record QuantizedMatrix(
        FMatrixRMaj source,
        int column,
        int rows,
        int columns,
        WeightBits bits,
        QuantizedLayout layout,
        MemorySegment memory)
        implements PackedMatrix {

    /// Rows that lie together, and are multiplied by one instruction.
    static final int GROUP = 4;

    /// The largest integer that a state becomes, before it is shifted.
    private static final int STATE_LIMIT = 127;

    /// What is added to a state's integer, so that it is not negative.
    private static final int SHIFT = 128;

    static QuantizedMatrix allocate(
            FMatrixRMaj source, int column, int rows, int columns, WeightBits bits, QuantizedLayout layout) {
        long bytes = Math.ceilDiv(columns, layout.width()) * panelBytes(rows, layout);
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, bytes), TileCode.LINE);
        return new QuantizedMatrix(source, column, rows, columns, bits, layout, memory);
    }

    /// `u` of hidden states, into groups of four; the last group is filled up with what is ignored.
    ///
    /// @param u out, from element `to` on
    static void quantizeStates(float[] h, int from, int count, byte[] u, int to) {
        for (int k = 0; k < count; k++) {
            float limited = Math.max(-1f, Math.min(1f, h[from + k])); // rounding may leave [−1, 1] by a little
            u[to + k] = (byte) (int) (limited * STATE_LIMIT + (SHIFT + 0.5f));
        }
    }

    /// Groups of rows.
    int groups() {
        return groups(rows, layout);
    }

    private static int groups(int rows, QuantizedLayout layout) {
        return Math.ceilDiv(rows, GROUP * layout.groupsOfStep()) * layout.groupsOfStep();
    }

    /// Columns of a panel.
    int width() {
        return layout.width();
    }

    int panels() {
        return Math.ceilDiv(columns, width());
    }

    /// Where a panel starts, in bytes.
    long offset(int panel) {
        return panel * panelBytes();
    }

    /// From one panel to the next, in bytes.
    long panelBytes() {
        return panelBytes(rows, layout);
    }

    private static long panelBytes(int rows, QuantizedLayout layout) {
        return (long) groups(rows, layout) * layout.groupBytes() + 2L * layout.rowBytes();
    }

    /// Bytes of a panel's integers.
    int integerBytes() {
        return groups() * layout.groupBytes();
    }

    /// Renews panels [from, to) from the source.
    void quantize(int from, int to) {
        var panel = new Panel();
        for (int p = from; p < to; p++) {
            panel.quantize(p);
        }
    }

    /// Room for one panel on the heap.
    private final class Panel {

        private final byte[] integers = new byte[groups() * layout.rowBytes()];
        private final byte[] packed = new byte[integerBytes()];
        private final float[] scales = new float[width()];
        private final int[] offsets = new int[width()];

        void quantize(int panel) {
            int width = Math.min(width(), columns - panel * width());
            int at = column + panel * width();
            scales(at, width);
            for (int n = 0; n < width; n++) {
                quantizeColumn(n, at + n);
            }
            store(panel);
        }

        private void scales(int at, int width) {
            Arrays.fill(scales, 0f);
            for (int k = 0; k < rows; k++) {
                int row = k * source.numCols + at;
                for (int n = 0; n < width; n++) {
                    scales[n] = Math.max(scales[n], Math.abs(source.data[row + n]));
                }
            }
            for (int n = 0; n < width; n++) {
                scales[n] /= bits.limit();
            }
        }

        private void quantizeColumn(int n, int at) {
            int sum = 0;
            for (int k = 0; k < rows; k++) {
                int q = scales[n] == 0 ? 0 : Math.round(source.data[k * source.numCols + at] / scales[n]);
                integers[(k / GROUP * width() + n) * GROUP + k % GROUP] = (byte) q;
                sum += q;
            }
            offsets[n] = -SHIFT * sum * layout.unit();
            scales[n] /= STATE_LIMIT * layout.unit();
        }

        private void store(int panel) {
            long at = offset(panel);
            layout.pack(integers, packed);
            MemorySegment.copy(packed, 0, memory, JAVA_BYTE, at, packed.length);
            MemorySegment.copy(offsets, 0, memory, JAVA_INT, at + packed.length, width());
            MemorySegment.copy(scales, 0, memory, JAVA_FLOAT, at + packed.length + layout.rowBytes(), width());
        }
    }
}
