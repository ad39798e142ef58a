package dev.charloom.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.charloom.engine.kernel.linux.HugePages;
import java.lang.foreign.MemorySegment;
import org.ejml.data.FMatrixRMaj;

/// A [QuantizedMatrix] for machine code, off the heap, since vectors should not straddle cache lines: panels of
/// columns, in each the rows in groups of four (group → column → four integers), in the layout, then the panel's
/// offsets, then its factors. Where a layout has integers count for more than they are, offsets do so too, and
/// factors for less.
///
/// @param source what it is made of
/// @param column the first column of the source's block
/// @param rows K
/// @param columns N
/// @param bits of the integers
/// @param layout of the integers
/// @param memory the panels
record QuantizedPanels(
        FMatrixRMaj source,
        int column,
        int rows,
        int columns,
        WeightBits bits,
        QuantizedLayout layout,
        MemorySegment memory)
        implements QuantizedMatrix {

    static QuantizedPanels allocate(
            FMatrixRMaj source, int column, int rows, int columns, WeightBits bits, QuantizedLayout layout) {
        long bytes = Math.ceilDiv(columns, layout.width()) * panelBytes(rows, layout);
        MemorySegment memory = HugePages.allocate(Math.max(1, bytes), TileCode.LINE);
        return new QuantizedPanels(source, column, rows, columns, bits, layout, memory);
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

    @Override
    public int stateBytes() {
        return groups() * GROUP;
    }

    @Override
    public void quantize(int part, int parts) {
        var panelColumns = new QuantizedColumns(source, rows, bits, layout.unit(), width());
        byte[] integers = new byte[groups() * layout.rowBytes()];
        byte[] packed = new byte[integerBytes()];
        for (int panel = Team.share(panels(), part, parts); panel < Team.share(panels(), part + 1, parts); panel++) {
            int first = panel * width();
            panelColumns.quantize(column + first, Math.min(width(), columns - first));
            for (int i = 0; i < integers.length; i++) {
                int ofGroups = i / GROUP;
                integers[i] = panelColumns.integer(ofGroups / width() * GROUP + i % GROUP, ofGroups % width());
            }
            layout.pack(integers, packed);
            store(packed, panelColumns, offset(panel));
        }
    }

    private void store(byte[] packed, QuantizedColumns panelColumns, long at) {
        long offsets = at + packed.length;
        MemorySegment.copy(packed, 0, memory, JAVA_BYTE, at, packed.length);
        MemorySegment.copy(panelColumns.offsets(), 0, memory, JAVA_INT, offsets, width());
        MemorySegment.copy(panelColumns.factors(), 0, memory, JAVA_FLOAT, offsets + layout.rowBytes(), width());
    }
}
