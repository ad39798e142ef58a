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

/// The machine code of `C ← D + A·B` for tiles of up to 8×48 elements of C, which stay in registers while the terms are
/// added up: 24 accumulators, three registers for a row of B, four for factors of A.
///
/// ```
/// void product(A, B, D, C, arguments)
/// for every tile:
///   for every row r, vector v:   sum[r][v] ← D[r][v]
///   for every term k:            sum[r][v] ← sum[r][v] + A[r][k]·B[k][v]
///   for every row r, vector v:   C[r][v] ← sum[r][v]
/// ```
///
/// Each step of the loop over terms takes 24 multiply-adds, two per cycle, and 11 loads, of which two fit into a cycle
/// as well. The terms of an element are added in ascending order, with one rounding each.
final class ProductCode {

    /// Rows of the largest tile.
    static final int ROWS = 8;

    /// Vectors in a row of the widest tile.
    static final int VECTORS = 3;

    /// Floats of a vector.
    static final int LANES = 16;

    /// Columns of the widest tile, and of a panel of B.
    static final int COLUMNS = VECTORS * LANES;

    // The arguments that are not addresses of arrays, by their places: 64-bit integers, strides and offsets in bytes.

    static final int A_OFFSET = 0;
    static final int B_OFFSET = 1;
    static final int D_OFFSET = 2;
    static final int C_OFFSET = 3;
    static final int A_ROW_STRIDE = 4;
    static final int A_TERM_STRIDE = 5;
    static final int D_ROW_STRIDE = 6;
    static final int C_ROW_STRIDE = 7;
    static final int A_TILE_STRIDE = 8;
    static final int D_TILE_STRIDE = 9;
    static final int C_TILE_STRIDE = 10;
    static final int TERMS = 11;
    /// Counted down to zero.
    static final int TILES = 12;
    /// Which elements of a row's first vector are read from D and written to C.
    static final int FIRST_MASK = 13;
    /// The same of a row's last vector, where that is not the first.
    static final int LAST_MASK = 14;

    static final int ARGUMENTS = 15;

    private static final int FIRST_FACTOR = ROWS * VECTORS;
    private static final int FACTORS = 4;
    private static final int FIRST_OF_B = FIRST_FACTOR + FACTORS;
    private static final int B_ROW_BYTES = COLUMNS * Float.BYTES;
    /// How far ahead rows of B are asked for: further than a processor looks by itself, and B is often far away.
    private static final int PREFETCHED_ROWS = 48;

    private static final int VECTOR_BYTES = LANES * Float.BYTES;
    private static final List<General> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);

    private static final int K_FIRST = 1;
    private static final int K_LAST = 2;

    private final Assembler assembler = new Assembler();
    private final int rows;
    private final int vectors;

    private ProductCode(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    /// The function for tiles of `rows` rows and `vectors` vectors of 16 columns.
    static byte[] of(int rows, int vectors) {
        var code = new ProductCode(rows, vectors);
        code.enter();
        int tile = code.assembler.here();
        code.fetchSums();
        code.addTerms();
        code.storeSums();
        code.nextTile(tile);
        code.leave();
        return code.assembler.code();
    }

    /// Arguments into registers: the arrays stay in RDI (A), RSI (B), RDX (D) and RCX (C), odd multiples of A's row
    /// stride get into RAX (1), R10 (3), R11 (5) and R12 (7), its term stride into R9, the row strides of D and C
    /// into R14 and R15.
    private void enter() {
        SAVED.forEach(assembler::push);
        mask(K_FIRST, FIRST_MASK);
        mask(K_LAST, LAST_MASK);
        assembler.add(RDI, argument(A_OFFSET));
        assembler.add(RSI, argument(B_OFFSET));
        assembler.add(RDX, argument(D_OFFSET));
        assembler.add(RCX, argument(C_OFFSET));
        assembler.load(RAX, argument(A_ROW_STRIDE));
        assembler.loadAddress(R10, at(RAX, RAX, 2));
        assembler.loadAddress(R11, at(RAX, RAX, 4));
        assembler.loadAddress(R12, at(R10, RAX, 4));
        assembler.load(R9, argument(A_TERM_STRIDE));
        assembler.load(R14, argument(D_ROW_STRIDE));
        assembler.load(R15, argument(C_ROW_STRIDE));
    }

    private void mask(int mask, int argument) {
        assembler.load(RAX, argument(argument));
        assembler.loadMaskFromRax(mask);
    }

    private void fetchSums() {
        assembler.move(RBX, RDX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.loadFloats(sum(row, v), at(RBX, v * VECTOR_BYTES), maskOf(v));
            }
            assembler.add(RBX, R14);
        }
        prefetchNextTile();
    }

    /// RBX has arrived at the next tile of D.
    private void prefetchNextTile() {
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.prefetch(at(RBX, v * VECTOR_BYTES));
            }
            assembler.add(RBX, R14);
        }
    }

    private void addTerms() {
        assembler.move(RBX, RDI);
        assembler.move(RBP, RSI);
        assembler.load(R13, argument(TERMS));
        int term = assembler.here();
        for (int v = 0; v < vectors; v++) {
            assembler.loadFloats(FIRST_OF_B + v, at(RBP, v * VECTOR_BYTES), 0);
            assembler.prefetch(at(RBP, v * VECTOR_BYTES + PREFETCHED_ROWS * B_ROW_BYTES));
        }
        for (int row = 0; row < rows; row++) {
            int factor = FIRST_FACTOR + row % FACTORS;
            assembler.broadcastFloat(factor, factorOf(row));
            for (int v = 0; v < vectors; v++) {
                assembler.multiplyAdd(sum(row, v), factor, FIRST_OF_B + v);
            }
        }
        assembler.add(RBX, R9);
        assembler.loadAddress(RBP, at(RBP, B_ROW_BYTES));
        assembler.decrement(R13);
        assembler.jumpIfNotZero(term);
    }

    /// A's factor in row `row`, RBX being at that in row 0.
    private static Address factorOf(int row) {
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
        assembler.move(RBX, RCX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.storeFloats(at(RBX, v * VECTOR_BYTES), sum(row, v), maskOf(v));
            }
            assembler.add(RBX, R15);
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

    private int sum(int row, int vector) {
        return row * VECTORS + vector;
    }

    private int maskOf(int vector) {
        return vector == 0 ? K_FIRST : vector == vectors - 1 ? K_LAST : 0;
    }
}
