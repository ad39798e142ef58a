package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RAX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;

/// The machine code that copies rows of up to 48 floats, a stride apart, to a panel where they follow each other.
///
/// ```
/// void pack(source, panel, arguments)
/// for every row: panel[row] ← source[row], filled up with zeros
/// ```
///
/// The rows are often far apart and not in a cache; the processor does not foresee them, so the code asks for them
/// ahead.
final class PackCode {

    // The arguments, by their places: 64-bit integers, strides and offsets in bytes.

    static final int OFFSET = 0;
    static final int STRIDE = 1;
    static final int ROWS = 2;
    /// For each of three vectors, which elements there are.
    static final int MASKS = 3;

    static final int ARGUMENTS = MASKS + ProductCode.LARGEST.vectors();

    /// Rows.
    private static final int AHEAD = 16;
    private static final int VECTOR_BYTES = TileCode.LANES * Float.BYTES;

    private PackCode() {}

    static byte[] code() {
        var assembler = new Assembler();
        for (int v = 0; v < ProductCode.LARGEST.vectors(); v++) {
            assembler.load(RAX, argument(MASKS + v));
            assembler.loadMaskFromRax(1 + v);
        }
        assembler.load(R9, argument(STRIDE));
        assembler.load(RCX, argument(ROWS));
        assembler.add(RDI, argument(OFFSET));
        assembler.move(RAX, RDI);
        for (int row = 0; row < AHEAD; row++) {
            prefetchRow(assembler);
        }
        int row = assembler.here();
        prefetchRow(assembler);
        for (int v = 0; v < ProductCode.LARGEST.vectors(); v++) {
            assembler.loadFloats(v, at(RDI, v * VECTOR_BYTES), 1 + v);
        }
        for (int v = 0; v < ProductCode.LARGEST.vectors(); v++) {
            assembler.storeFloats(at(RSI, v * VECTOR_BYTES), v, 0);
        }
        assembler.add(RDI, R9);
        assembler.loadAddress(RSI, at(RSI, ProductCode.LARGEST.vectors() * VECTOR_BYTES));
        assembler.decrement(RCX);
        assembler.jumpIfNotZero(row);
        assembler.leave();
        return assembler.code();
    }

    /// RAX runs ahead of RDI.
    private static void prefetchRow(Assembler assembler) {
        for (int v = 0; v < ProductCode.LARGEST.vectors(); v++) {
            assembler.prefetch(at(RAX, v * VECTOR_BYTES));
        }
        assembler.add(RAX, R9);
    }

    private static Address argument(int place) {
        return at(RDX, place * Long.BYTES);
    }
}
