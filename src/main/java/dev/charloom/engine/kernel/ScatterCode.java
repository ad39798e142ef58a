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
import dev.charloom.engine.kernel.x86.InstructionSet;

/// The machine code of `C ← C + Aᵀ·B` where the rows of A are one-hot, or zero, and B is a panel: the rows of B
/// are added to those of C that A's ones point at.
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
    /// For each vector of a panel's row, which columns there are: a mask.
    static final int MASKS = 8;

    private ScatterCode() {}

    /// How many arguments there are.
    static int arguments(InstructionSet set) {
        return MASKS + ProductCode.largest(set).vectors() * set.maskBytes() / Long.BYTES;
    }

    /// @param masked whether all elements of the vectors are there, or only those of the masks
    static byte[] of(InstructionSet set, boolean masked) {
        var assembler = new Assembler(set);
        int vectors = ProductCode.largest(set).vectors();
        int bytes = set.vectorBytes();
        int firstMask = set.hasMaskRegisters() ? 1 : 2 * vectors;
        for (int v = 0; masked && v < vectors; v++) {
            assembler.loadMask(firstMask + v, at(RCX, MASKS * Long.BYTES + v * set.maskBytes()));
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
        for (int v = 0; v < vectors; v++) {
            int mask = masked ? firstMask + v : 0;
            assembler.loadFloats(v, at(RAX, v * bytes), mask);
            assembler.loadFloats(vectors + v, at(RSI, v * bytes), mask);
            assembler.addFloats(v, v, vectors + v);
        }
        for (int v = 0; v < vectors; v++) {
            assembler.storeFloats(at(RAX, v * bytes), v, masked ? firstMask + v : 0);
        }
        assembler.arrive(none);
        assembler.loadAddress(RDI, at(RDI, Integer.BYTES));
        assembler.loadAddress(RSI, at(RSI, vectors * bytes));
        assembler.decrement(R9);
        assembler.jumpIfNotZero(row);
        assembler.leave();
        return assembler.code();
    }

    private static Address argument(int place) {
        return at(RCX, place * Long.BYTES);
    }
}
