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
import dev.charloom.engine.kernel.x86.General;
import dev.charloom.engine.kernel.x86.InstructionSet;

/// The machine code that copies eight rows of a matrix to eight columns of a panel, eight elements of each at a time.
///
/// ```
/// void transpose(source, panel, arguments)
/// for every block of eight rows of the panel:   panel[k][n] ← source[n][k]
/// ```
///
/// It is written with AVX2, whichever instructions the products have: it waits for memory.
final class TransposeCode {

    /// Rows and columns of a block.
    static final int BLOCK = 8;

    // The arguments, by their places: 64-bit integers, strides and offsets in bytes.

    static final int SOURCE_OFFSET = 0;
    static final int SOURCE_STRIDE = 1;
    static final int PANEL_OFFSET = 2;
    /// Eight rows of the panel each, at least one.
    static final int BLOCKS = 3;
    /// How many arguments there are.
    static final int ARGUMENTS = 4;

    private static final int HALF = BLOCK / 2;
    private static final int HALF_BYTES = HALF * Float.BYTES;

    private TransposeCode() {}

    /// @param rowBytes of a panel's row
    static byte[] of(int rowBytes) {
        var assembler = new Assembler(InstructionSet.AVX2);
        assembler.add(RDI, argument(SOURCE_OFFSET));
        assembler.add(RSI, argument(PANEL_OFFSET));
        assembler.load(R9, argument(SOURCE_STRIDE));
        assembler.loadAddress(RAX, at(R9, R9, 2));
        assembler.loadAddress(R8, at(RDI, R9, HALF));
        assembler.load(RCX, argument(BLOCKS));
        int block = assembler.here();
        for (int i = 0; i < HALF; i++) {
            loadRows(assembler, i, i, 0);
            loadRows(assembler, HALF + i, i, HALF_BYTES);
        }
        for (int column = 0; column < BLOCK; column += HALF) {
            storeColumns(assembler, column, rowBytes);
        }
        assembler.loadAddress(RDI, at(RDI, BLOCK * Float.BYTES));
        assembler.loadAddress(R8, at(R8, BLOCK * Float.BYTES));
        assembler.loadAddress(RSI, at(RSI, BLOCK * rowBytes));
        assembler.decrement(RCX);
        assembler.jumpIfNotZero(block);
        assembler.leave();
        return assembler.code();
    }

    /// Four elements of row `row` beside four of the fourth row after it.
    private static void loadRows(Assembler assembler, int register, int row, int offset) {
        assembler.loadLowerHalf(register, inRow(RDI, row, offset));
        assembler.loadUpperHalf(register, inRow(R8, row, offset));
    }

    private static Address inRow(General first, int row, int offset) {
        return switch (row) {
            case 0 -> at(first, offset);
            case 1, 2 -> new Address(first, R9, row, offset);
            case 3 -> new Address(first, RAX, 1, offset);
            default -> throw new IllegalArgumentException("row " + row);
        };
    }

    /// Four columns of the source, whose elements are in the registers from the first one's number on.
    private static void storeColumns(Assembler assembler, int first, int rowBytes) {
        int pairs = BLOCK;
        assembler.interleaveLowerFloats(pairs, first, first + 1);
        assembler.interleaveUpperFloats(pairs + 1, first, first + 1);
        assembler.interleaveLowerFloats(pairs + 2, first + 2, first + 3);
        assembler.interleaveUpperFloats(pairs + 3, first + 2, first + 3);
        for (int i = 0; i < HALF; i += 2) {
            int column = pairs + HALF + i;
            assembler.interleaveLowerPairs(column, pairs + i / 2, pairs + 2 + i / 2);
            assembler.interleaveUpperPairs(column + 1, pairs + i / 2, pairs + 2 + i / 2);
        }
        for (int i = 0; i < HALF; i++) {
            assembler.storeFloats(at(RSI, (first + i) * rowBytes), pairs + HALF + i, 0);
        }
    }

    private static Address argument(int place) {
        return at(RDX, place * Long.BYTES);
    }
}
