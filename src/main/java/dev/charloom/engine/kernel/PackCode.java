package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R10;
import static dev.charloom.engine.kernel.x86.General.R11;
import static dev.charloom.engine.kernel.x86.General.R8;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RAX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;

/// The machine code that copies a block of rows, a stride apart, to panels of 48 columns, in which the rows follow each
/// other.
///
/// ```
/// void pack(source, panels, arguments)
/// for every row, for every panel p:   p[row] ← source[row], columns of p, filled up with zeros
/// ```
///
/// The rows are often far apart and not in a cache; the processor does not foresee them, so the code asks for them
/// ahead. Row by row it reads what lies side by side, and comes back to no page.
final class PackCode {

    // The arguments, by their places: 64-bit integers, strides and offsets in bytes.

    static final int OFFSET = 0;
    static final int STRIDE = 1;
    static final int ROWS = 2;
    static final int PANELS = 3;
    /// From one panel to the next.
    static final int PANEL_STRIDE = 4;
    /// For each of three vectors, which elements there are in every panel.
    static final int MASKS = 5;

    private static final int VECTORS = ProductCode.LARGEST.vectors();

    static final int ARGUMENTS = MASKS + VECTORS;

    /// Rows: a power of two, as addresses have it.
    private static final int AHEAD = 4;
    private static final int VECTOR_BYTES = TileCode.LANES * Float.BYTES;
    private static final int PANEL_ROW_BYTES = VECTORS * VECTOR_BYTES;

    private PackCode() {}

    static byte[] code() {
        var assembler = new Assembler();
        for (int v = 0; v < VECTORS; v++) {
            assembler.load(RAX, argument(MASKS + v));
            assembler.loadMaskFromRax(1 + v);
        }
        assembler.load(R9, argument(STRIDE));
        assembler.load(RCX, argument(ROWS));
        assembler.load(R8, argument(PANEL_STRIDE));
        assembler.add(RDI, argument(OFFSET));
        int row = assembler.here();
        assembler.move(R10, RDI);
        assembler.move(R11, RSI);
        assembler.load(RAX, argument(PANELS));
        int panel = assembler.here();
        for (int v = 0; v < VECTORS; v++) {
            assembler.prefetch(new Address(R10, R9, AHEAD, v * VECTOR_BYTES));
            assembler.loadFloats(v, at(R10, v * VECTOR_BYTES), 1 + v);
        }
        for (int v = 0; v < VECTORS; v++) {
            assembler.storeFloats(at(R11, v * VECTOR_BYTES), v, 0);
        }
        assembler.loadAddress(R10, at(R10, PANEL_ROW_BYTES));
        assembler.add(R11, R8);
        assembler.decrement(RAX);
        assembler.jumpIfNotZero(panel);
        assembler.add(RDI, R9);
        assembler.loadAddress(RSI, at(RSI, PANEL_ROW_BYTES));
        assembler.decrement(RCX);
        assembler.jumpIfNotZero(row);
        assembler.leave();
        return assembler.code();
    }

    private static Address argument(int place) {
        return at(RDX, place * Long.BYTES);
    }
}
