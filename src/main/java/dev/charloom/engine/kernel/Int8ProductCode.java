package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R10;
import static dev.charloom.engine.kernel.x86.General.R11;
import static dev.charloom.engine.kernel.x86.General.R12;
import static dev.charloom.engine.kernel.x86.General.R13;
import static dev.charloom.engine.kernel.x86.General.R14;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.R8;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RAX;
import static dev.charloom.engine.kernel.x86.General.RBP;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;
import dev.charloom.engine.kernel.x86.General;
import java.util.List;

/// The machine code of `C ← D + A·B` in 8 bits ([Int8Matrix]) for tiles of up to 8×48 elements of C, by the
/// instruction `vpdpbusd` (AVX-512 VNNI): sixteen dot products of four bytes each.
///
/// ```
/// void product(A, B, D, C, arguments)
/// for every tile:
///   for every row r, vector v:   sum[r][v] ← offset[v]
///   for every group g of terms:  sum[r][v] ← sum[r][v] + A[r][g]·B[g][v]
///   for every row r, vector v:   C[r][v] ← D[r][v] + sum[r][v]·factor[v]
/// ```
final class Int8ProductCode {

    // The arguments that are not addresses of arrays, by their places: 64-bit integers, strides and offsets in bytes.

    static final int B_OFFSET = 0;
    static final int D_OFFSET = 1;
    static final int C_OFFSET = 2;
    static final int A_ROW_STRIDE = 3;
    static final int D_ROW_STRIDE = 4;
    static final int C_ROW_STRIDE = 5;
    static final int A_TILE_STRIDE = 6;
    static final int D_TILE_STRIDE = 7;
    static final int C_TILE_STRIDE = 8;
    static final int GROUPS = 9;
    /// From the first group's integers to the panel's offsets.
    static final int CONSTANTS_OFFSET = 10;
    /// Counted down to zero.
    static final int TILES = 11;
    static final int FIRST_MASK = 12;
    static final int LAST_MASK = 13;
    /// Where A starts.
    static final int A_OFFSET = 14;

    static final int ARGUMENTS = 15;

    private static final int ROWS = ProductCode.ROWS;
    private static final int VECTORS = ProductCode.VECTORS;
    private static final int FIRST_FACTOR = ROWS * VECTORS;
    private static final int FACTORS = 4;
    private static final int FIRST_OF_B = FIRST_FACTOR + FACTORS;
    private static final int VECTOR_BYTES = ProductCode.LANES * Float.BYTES;

    /// How far ahead groups of B are asked for: B is read once per pass and seldom in a near cache.
    private static final int PREFETCHED_GROUPS = 24;

    private static final List<General> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);
    private static final int K_FIRST = 1;
    private static final int K_LAST = 2;

    private final Assembler assembler = new Assembler();
    private final int rows;
    private final int vectors;

    private Int8ProductCode(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    /// The function for tiles of `rows` rows and `vectors` vectors of 16 columns.
    static byte[] of(int rows, int vectors) {
        var code = new Int8ProductCode(rows, vectors);
        code.enter();
        int tile = code.assembler.here();
        code.fetchOffsets();
        code.addGroups();
        code.storeSums();
        code.nextTile(tile);
        code.leave();
        return code.assembler.code();
    }

    /// The arrays stay in RDI (A), RSI (B), RDX (D) and RCX (C), the panel's constants get into R9, odd multiples of
    /// A's row stride into RAX (1), R10 (3), R11 (5) and R12 (7), the row strides of D and C into R14 and R15.
    private void enter() {
        SAVED.forEach(assembler::push);
        mask(K_FIRST, FIRST_MASK);
        mask(K_LAST, LAST_MASK);
        assembler.add(RDI, argument(A_OFFSET));
        assembler.add(RSI, argument(B_OFFSET));
        assembler.add(RDX, argument(D_OFFSET));
        assembler.add(RCX, argument(C_OFFSET));
        assembler.move(R9, RSI);
        assembler.add(R9, argument(CONSTANTS_OFFSET));
        assembler.load(RAX, argument(A_ROW_STRIDE));
        assembler.loadAddress(R10, at(RAX, RAX, 2));
        assembler.loadAddress(R11, at(RAX, RAX, 4));
        assembler.loadAddress(R12, at(R10, RAX, 4));
        assembler.load(R14, argument(D_ROW_STRIDE));
        assembler.load(R15, argument(C_ROW_STRIDE));
    }

    private void mask(int mask, int argument) {
        assembler.load(RAX, argument(argument));
        assembler.loadMaskFromRax(mask);
    }

    private void fetchOffsets() {
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.loadInts(sum(row, v), at(R9, v * VECTOR_BYTES));
            }
        }
    }

    private void addGroups() {
        assembler.move(RBX, RDI);
        assembler.move(RBP, RSI);
        assembler.load(R13, argument(GROUPS));
        int group = assembler.here();
        for (int v = 0; v < vectors; v++) {
            assembler.loadInts(FIRST_OF_B + v, at(RBP, v * VECTOR_BYTES));
            assembler.prefetch(at(RBP, v * VECTOR_BYTES + PREFETCHED_GROUPS * Int8Matrix.ROW_BYTES));
        }
        for (int row = 0; row < rows; row++) {
            int factor = FIRST_FACTOR + row % FACTORS;
            assembler.broadcastInt(factor, groupOf(row));
            for (int v = 0; v < vectors; v++) {
                assembler.dotBytes(sum(row, v), factor, FIRST_OF_B + v);
            }
        }
        assembler.loadAddress(RBX, at(RBX, Int8Matrix.GROUP));
        assembler.loadAddress(RBP, at(RBP, Int8Matrix.ROW_BYTES));
        assembler.decrement(R13);
        assembler.jumpIfNotZero(group);
    }

    /// A's group in row `row`, RBX being at that in row 0.
    private static Address groupOf(int row) {
        return switch (row) {
            case 0 -> at(RBX);
            case 1 -> at(RBX, RAX, 1);
            case 2 -> at(RBX, RAX, 2);
            case 3 -> at(RBX, R10, 1);
            case 4 -> at(RBX, RAX, 4);
            case 5 -> at(RBX, R11, 1);
            case 6 -> at(RBX, R10, 2);
            case 7 -> at(RBX, R12, 1);
            default -> throw new IllegalArgumentException("row " + row);
        };
    }

    private void storeSums() {
        for (int v = 0; v < vectors; v++) {
            assembler.loadFloats(FIRST_OF_B + v, at(R9, v * VECTOR_BYTES + Int8Matrix.ROW_BYTES), 0);
        }
        assembler.move(RBX, RDX);
        assembler.move(RBP, RCX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.integersToFloats(sum(row, v), sum(row, v));
                assembler.loadFloats(FIRST_FACTOR, at(RBX, v * VECTOR_BYTES), maskOf(v));
                assembler.multiplyAdd(FIRST_FACTOR, sum(row, v), FIRST_OF_B + v);
                assembler.storeFloats(at(RBP, v * VECTOR_BYTES), FIRST_FACTOR, maskOf(v));
            }
            assembler.add(RBX, R14);
            assembler.add(RBP, R15);
        }
    }

    private void nextTile(int tile) {
        assembler.add(RDI, argument(A_TILE_STRIDE));
        assembler.add(RDX, argument(D_TILE_STRIDE));
        assembler.add(RCX, argument(C_TILE_STRIDE));
        assembler.decrement(argument(TILES));
        assembler.jumpIfNotZero(tile);
    }

    private void leave() {
        SAVED.reversed().forEach(assembler::pop);
        assembler.leave();
    }

    private static Address argument(int place) {
        return at(R8, place * Long.BYTES);
    }

    private static int sum(int row, int vector) {
        return row * VECTORS + vector;
    }

    private int maskOf(int vector) {
        return vector == 0 ? K_FIRST : vector == vectors - 1 ? K_LAST : 0;
    }
}
