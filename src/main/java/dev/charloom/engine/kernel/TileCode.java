package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R10;
import static dev.charloom.engine.kernel.x86.General.R11;
import static dev.charloom.engine.kernel.x86.General.R12;
import static dev.charloom.engine.kernel.x86.General.R13;
import static dev.charloom.engine.kernel.x86.General.R14;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.R8;
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

/// The machine code of a product for tiles of C, which stay in registers while the terms are added up. The tiles of a
/// call lie below one another, and read the same panel of B, or side by side, and read one panel each: those of one or
/// of several blocks of panels.
///
/// ```
/// void product(A, B, D, C, arguments)
/// for every tile:
///   for every row r, vector v:   sum[r][v] ← where it begins
///   for every step of A and B:   sum[r][v] ← sum[r][v] + A[r]·B[v]
///   for every row r, vector v:   C[r][v] ← what the sum comes to, with D[r][v]
/// ```
abstract class TileCode {

    /// Elements of a vector.
    static final int LANES = 16;

    // The arguments that are not addresses of arrays, by their places: 64-bit integers, strides and offsets in bytes.

    static final int A_OFFSET = 0;
    static final int B_OFFSET = 1;
    static final int D_OFFSET = 2;
    static final int C_OFFSET = 3;
    static final int A_ROW_STRIDE = 4;
    static final int D_ROW_STRIDE = 5;
    static final int C_ROW_STRIDE = 6;
    static final int A_TILE_STRIDE = 7;
    static final int D_TILE_STRIDE = 8;
    static final int C_TILE_STRIDE = 9;
    /// 0 where the tiles lie below one another, in the same panel.
    static final int B_TILE_STRIDE = 10;
    /// Steps of A and B.
    static final int TERMS = 11;
    /// 2³² by the number of steps.
    static final int SHARE_OF_TERM = 12;
    /// Counted down to zero.
    static final int TILES = 13;
    /// So many tiles, and as many again: counted down to zero.
    static final int BLOCKS = 14;
    /// Tiles of a block; where there is only one, this and the skips are ignored.
    static final int TILES_OF_BLOCK = 15;
    /// From where a block's tiles have ended to the next block.
    static final int B_BLOCK_SKIP = 16;
    static final int D_BLOCK_SKIP = 17;
    static final int C_BLOCK_SKIP = 18;
    /// For each vector of a row, which elements are read from D and written to C.
    static final int MASKS = 19;
    /// What the kind of product needs besides.
    static final int OWN = MASKS + 4;

    static final int ARGUMENTS = OWN + 1;

    static final int FIRST_FACTOR = 24;
    static final int FIRST_OF_B = FIRST_FACTOR + 4;
    static final int VECTOR_BYTES = LANES * Float.BYTES;

    /// Rows of C are asked for ahead in tiles of so many at least: where a product has fewer, its steps are short.
    private static final int ROWS_THAT_WAIT = 5;

    /// A row of C is asked for in every eighth step. A constant, since the processor has to know soon where to go on,
    /// and arguments that have just been written take their time.
    private static final int TERMS_PER_ROW = 8;

    private static final List<General> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);
    private static final int K_FIRST = 1;

    final Assembler assembler = new Assembler();
    final TileShape largest;
    final int rows;
    final int vectors;

    /// @param largest the tile whose width a panel of B has
    /// @param rows of a tile
    /// @param vectors of 16 columns in a row of it
    TileCode(TileShape largest, int rows, int vectors) {
        this.largest = largest;
        this.rows = rows;
        this.vectors = vectors;
    }

    /// The whole function.
    final byte[] write() {
        enter();
        int tile = assembler.here();
        ownArgument();
        fetchSums();
        addTerms();
        storeSums();
        nextTile(tile);
        leave();
        return assembler.code();
    }

    /// Puts what the kind of product needs besides into R9; RSI is at the tile's first row of B.
    abstract void ownArgument();

    abstract void fetchSums();

    /// Puts constants into registers that nothing else uses.
    void constants() {}

    /// From one step of B to the next.
    int bytesOfStep() {
        return largest.rowBytes();
    }

    /// Loads what a step takes of B, at RBP, and asks for that of a later one: further ahead than a processor looks by
    /// itself, since B is often far away.
    abstract void loadStepOfB();

    /// How many factors of A may be in registers at once, from [#FIRST_FACTOR] on.
    int factors() {
        return FIRST_OF_B - FIRST_FACTOR;
    }

    abstract void loadFactor(int register, Address from);

    abstract void addProduct(int sum, int factor, int ofB);

    /// Advances RBX, which is at A's factor in row 0.
    abstract void nextFactor();

    abstract void storeSums();

    /// Arguments into registers: the arrays stay in RDI (A), RSI (B), RDX (D) and RCX (C), odd multiples of A's row
    /// stride get into RAX (1), R10 (3), R11 (5) and R12 (7), C's row stride into R15.
    private void enter() {
        SAVED.forEach(assembler::push);
        constants();
        for (int v = 0; v < vectors; v++) {
            assembler.load(RAX, argument(MASKS + v));
            assembler.loadMaskFromRax(maskOf(v));
        }
        assembler.add(RDI, argument(A_OFFSET));
        assembler.add(RSI, argument(B_OFFSET));
        assembler.add(RDX, argument(D_OFFSET));
        assembler.add(RCX, argument(C_OFFSET));
        assembler.load(RAX, argument(A_ROW_STRIDE));
        assembler.loadAddress(R10, at(RAX, RAX, 2));
        assembler.loadAddress(R11, at(RAX, RAX, 4));
        assembler.loadAddress(R12, at(R10, RAX, 4));
        assembler.load(R15, argument(C_ROW_STRIDE));
    }

    /// Each step takes 24 multiply-adds, two per cycle, and 10 or 11 loads, of which two fit into a cycle as well.
    ///
    /// The rows of the next tile of C are asked for one by one. All at once they would take the places in which
    /// misses wait for the memory, and A and B, which come from L2, could not come meanwhile.
    private void addTerms() {
        assembler.move(RBX, RDI);
        assembler.move(RBP, RSI);
        assembler.load(R13, argument(TERMS));
        int term = assembler.here();
        loadStepOfB();
        for (int row = 0; row < rows; row++) {
            int factor = FIRST_FACTOR + row % factors();
            loadFactor(factor, factorOf(row));
            for (int v = 0; v < vectors; v++) {
                addProduct(sum(row, v), factor, FIRST_OF_B + v);
            }
        }
        nextFactor();
        assembler.loadAddress(RBP, at(RBP, bytesOfStep()));
        assembler.decrement(R13);
        if (rows >= ROWS_THAT_WAIT) {
            assembler.test(R13, TERMS_PER_ROW - 1);
            assembler.jumpIfNotZero(term);
            prefetchRowOfC();
            assembler.test(R13, R13);
        }
        assembler.jumpIfNotZero(term);
    }

    /// The row that is as far through its tile as R13, the steps that are left, through all steps. Rows seldom begin
    /// with a line, so they have a part of one line more than they have vectors.
    private void prefetchRowOfC() {
        assembler.move(R14, R13);
        assembler.multiply(R14, argument(SHARE_OF_TERM));
        assembler.multiply(R14, rows);
        assembler.shiftRight(R14, 32);
        assembler.multiply(R14, R15);
        assembler.add(R14, RCX);
        assembler.add(R14, argument(C_TILE_STRIDE));
        for (int v = 0; v < vectors; v++) {
            assembler.prefetchToWrite(at(R14, v * VECTOR_BYTES));
        }
        assembler.prefetchToWrite(at(R14, vectors * VECTOR_BYTES - 1));
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

    private void nextTile(int tile) {
        assembler.add(RDI, argument(A_TILE_STRIDE));
        assembler.add(RSI, argument(B_TILE_STRIDE));
        assembler.add(RDX, argument(D_TILE_STRIDE));
        assembler.add(RCX, argument(C_TILE_STRIDE));
        assembler.decrement(argument(TILES));
        assembler.jumpIfNotZero(tile);
        assembler.decrement(argument(BLOCKS));
        int end = assembler.jumpForwardIfZero();
        assembler.add(RSI, argument(B_BLOCK_SKIP));
        assembler.add(RDX, argument(D_BLOCK_SKIP));
        assembler.add(RCX, argument(C_BLOCK_SKIP));
        assembler.load(R14, argument(TILES_OF_BLOCK));
        assembler.store(argument(TILES), R14);
        assembler.jump(tile);
        assembler.arrive(end);
    }

    private void leave() {
        SAVED.reversed().forEach(assembler::pop);
        assembler.leave();
    }

    static Address argument(int place) {
        return at(R8, place * Long.BYTES);
    }

    final int sum(int row, int vector) {
        return row * largest.vectors() + vector;
    }

    final int maskOf(int vector) {
        return K_FIRST + vector;
    }
}
