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
import dev.charloom.engine.kernel.x86.InstructionSet;

/// The machine code that copies a block of rows, a stride apart, to panels of a few vectors, in which the rows follow
/// each other.
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
    /// From what one panel begins with to what the next one does, in the source.
    static final int PANEL_STEP = 5;
    /// For each vector of a panel's row, which elements there are in every panel: a mask.
    static final int MASKS = 8;

    /// From one row of a tile of A to the next, in bytes: 8 factors, as many as the tallest tile of C has rows.
    static final int LEFT_ROW_BYTES = 8 * Float.BYTES;

    /// Rows: a power of two, as addresses have it.
    private static final int AHEAD = 4;

    private PackCode() {}

    /// How many arguments there are.
    static int arguments(InstructionSet set, int vectors) {
        return MASKS + vectors * set.maskBytes() / Long.BYTES;
    }

    /// @param vectors of a panel's row
    /// @param masked whether all elements of the vectors are there, or only those of the masks
    static byte[] of(InstructionSet set, int vectors, boolean masked) {
        return of(set, vectors, masked, vectors * set.vectorBytes());
    }

    /// Copies to tiles of A, a row of which takes [#LEFT_ROW_BYTES]. A whole vector is written of each: where that is
    /// more, the next row goes over the rest, and behind the last one there have to be so many bytes.
    static byte[] ofLeft(InstructionSet set) {
        return of(set, 1, true, LEFT_ROW_BYTES);
    }

    private static byte[] of(InstructionSet set, int vectors, boolean masked, int panelRowBytes) {
        var assembler = new Assembler(set);
        int firstMask = set.hasMaskRegisters() ? 1 : vectors;
        for (int v = 0; masked && v < vectors; v++) {
            assembler.loadMask(firstMask + v, at(RDX, MASKS * Long.BYTES + v * set.maskBytes()));
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
        for (int v = 0; v < vectors; v++) {
            int offset = v * set.vectorBytes();
            if (offset % TileCode.LINE == 0) {
                assembler.prefetch(new Address(R10, R9, AHEAD, offset));
            }
            assembler.loadFloats(v, at(R10, offset), masked ? firstMask + v : 0);
        }
        for (int v = 0; v < vectors; v++) {
            assembler.storeFloats(at(R11, v * set.vectorBytes()), v, 0);
        }
        assembler.add(R10, argument(PANEL_STEP));
        assembler.add(R11, R8);
        assembler.decrement(RAX);
        assembler.jumpIfNotZero(panel);
        assembler.add(RDI, R9);
        assembler.loadAddress(RSI, at(RSI, panelRowBytes));
        assembler.decrement(RCX);
        assembler.jumpIfNotZero(row);
        assembler.leave();
        return assembler.code();
    }

    private static Address argument(int place) {
        return at(RDX, place * Long.BYTES);
    }
}
