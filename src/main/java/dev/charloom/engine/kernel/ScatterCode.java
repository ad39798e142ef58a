package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R8;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RAX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;

/// The machine code of `C ← C + Aᵀ·B` where the rows of A are one-hot, or zero, and B is a panel of 48 columns: the
/// rows of
/// B are added to those of C that A's ones point at.
///
/// ```
/// void scatter(ids, panel, C, arguments)
/// for every row:   if id[row] ≥ 0:   C[id[row]] ← C[id[row]] + panel[row]
/// ```
final class ScatterCode {

    // The arguments, by their places: 64-bit integers, strides and offsets in bytes.

    static final int IDS_OFFSET = 0;
    static final int PANEL_OFFSET = 1;
    static final int C_OFFSET = 2;
    static final int C_STRIDE = 3;
    /// Of the panel, at least one.
    static final int ROWS = 4;
    /// For each of three vectors, which columns there are.
    static final int MASKS = 5;

    private static final int VECTORS = ProductCode.LARGEST.vectors();

    static final int ARGUMENTS = MASKS + VECTORS;

    private static final int VECTOR_BYTES = TileCode.LANES * Float.BYTES;

    private ScatterCode() {}

    static byte[] code() {
        var assembler = new Assembler();
        for (int v = 0; v < VECTORS; v++) {
            assembler.load(RAX, argument(MASKS + v));
            assembler.loadMaskFromRax(1 + v);
        }
        assembler.add(RDI, argument(IDS_OFFSET));
        assembler.add(RSI, argument(PANEL_OFFSET));
        assembler.add(RDX, argument(C_OFFSET));
        assembler.load(R8, argument(C_STRIDE));
        assembler.load(R9, argument(ROWS));
        int row = assembler.here();
        assembler.loadInt(RAX, at(RDI));
        assembler.test(RAX, RAX);
        int none = assembler.jumpForwardIfNegative();
        assembler.multiply(RAX, R8);
        assembler.add(RAX, RDX);
        for (int v = 0; v < VECTORS; v++) {
            assembler.loadFloats(v, at(RAX, v * VECTOR_BYTES), 1 + v);
            assembler.loadFloats(VECTORS + v, at(RSI, v * VECTOR_BYTES), 1 + v);
            assembler.addFloats(v, v, VECTORS + v);
        }
        for (int v = 0; v < VECTORS; v++) {
            assembler.storeFloats(at(RAX, v * VECTOR_BYTES), v, 1 + v);
        }
        assembler.arrive(none);
        assembler.loadAddress(RDI, at(RDI, Integer.BYTES));
        assembler.loadAddress(RSI, at(RSI, VECTORS * VECTOR_BYTES));
        assembler.decrement(R9);
        assembler.jumpIfNotZero(row);
        assembler.leave();
        return assembler.code();
    }

    private static Address argument(int place) {
        return at(RCX, place * Long.BYTES);
    }
}
