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
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.List;

/// The machine code of a product for tiles of C, which stay in registers while the terms are added up. The tiles of a
/// call lie below one another, and read the same panel of B, or side by side, and read one panel each: a block, which
/// further ones of as many tiles may follow anywhere.
///
/// ```
/// void product(A, B, D, C, arguments)
/// for every tile:
///   for every row r, vector v:   sum[r][v] ← where it begins
///   for every step of A and B:   sum[r][v] ← sum[r][v] + A[r]·B[v]
///   for every row r, vector v:   C[r][v] ← what the sum comes to, with D[r][v]
/// ```
abstract class TileCode {

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
    /// From where a block's tiles have ended to where those of the next one begin.
    static final int B_BLOCK_SKIP = 16;
    static final int D_BLOCK_SKIP = 17;
    static final int C_BLOCK_SKIP = 18;
    static final int A_BLOCK_SKIP = 19;
    /// How much of the next block's panel is asked for at a time.
    static final int NEXT_PANEL_STEP = 20;
    /// Where the tile of C begins that follows the present one: written by the code itself, an address.
    private static final int NEXT_TILE_OF_C = 21;
    /// What the kind of product needs besides, in this place and the next one.
    static final int OWN = 22;
    /// For each vector of a row, which elements are read from D and written to C: a mask.
    static final int MASKS = 24;

    /// A cache line, in bytes.
    static final int LINE = 64;

    /// Rows of C are asked for ahead in tiles of so many at least: where a product has fewer, its steps are short.
    private static final int ROWS_THAT_WAIT = 5;

    /// A row of C is asked for in every eighth step. A constant, since the processor has to know soon where to go on,
    /// and arguments that have just been written take their time.
    static final int STEPS_PER_ROW = 8;

    private static final List<General> SAVED = List.of(RBX, RBP, R12, R13, R14, R15);
    private static final int K_FIRST = 1;

    final Assembler assembler;
    final TileShape largest;
    final int rows;
    final int vectors;
    final int vectorBytes;
    final boolean masked;
    private int step; // of those that are written one after the other

    /// @param largest the tile whose width a panel of B has
    /// @param rows of a tile
    /// @param vectors in a row of it
    /// @param masked whether all elements of the vectors are there, or only those of the masks
    TileCode(TileShape largest, int rows, int vectors, boolean masked) {
        this.largest = largest;
        this.rows = rows;
        this.vectors = vectors;
        this.masked = masked;
        vectorBytes = largest.set().vectorBytes();
        assembler = new Assembler(largest.set());
    }

    /// Arguments of a kind of product.
    static int arguments(TileShape largest) {
        return placeOfMask(largest.set(), largest.vectors());
    }

    /// Where the mask of a vector lies among the arguments.
    static int placeOfMask(InstructionSet set, int vector) {
        return MASKS + vector * set.maskBytes() / Long.BYTES;
    }

    /// The whole function.
    final byte[] write() {
        enter();
        beginBlock();
        int tile = assembler.here();
        ownArguments();
        fetchSums();
        addTerms();
        storeSums();
        nextTile(tile);
        leave();
        return assembler.code();
    }

    /// Puts what the kind of product needs besides into R9, unless the next panel is asked for, and into R12 in tiles
    /// of less than five rows. RSI is at the tile's first row of B.
    abstract void ownArguments();

    abstract void fetchSums();

    /// Puts constants into registers that nothing else uses.
    void constants() {}

    /// From one step of B to the next.
    int bytesOfStep() {
        return largest.rowBytes();
    }

    /// From A's factor in one step to that in the next one, in bytes; 0 where R9 has it.
    abstract int bytesOfFactor();

    /// Loads what a step takes of B, [#inB], and asks for that of a later one: further ahead than a processor looks by
    /// itself, since B is often far away.
    abstract void loadStepOfB();

    /// Whether eight steps are written one after the other, without what a loop takes.
    boolean unrolls() {
        return false;
    }

    /// How many lines of the next block's panel are asked for in every eighth step, while tiles of the present one are
    /// multiplied. Where there are any, [#unrolls], and [#bytesOfFactor] is not 0.
    int linesOfNextPanel() {
        return 0;
    }

    final boolean asksForNextPanel() {
        return linesOfNextPanel() > 0;
    }

    /// How far ahead rows of A are asked for in every eighth step, in bytes; 0 where they are not. [#unrolls] then.
    int bytesAheadInA() {
        return 0;
    }

    /// Whether rows of the next tile of C are asked for ahead.
    final boolean waitsForRowsOfC() {
        return rows >= ROWS_THAT_WAIT;
    }

    /// How many factors of A may be in registers at once.
    int factors() {
        return largest.factors();
    }

    /// The register for A's factor in a row.
    final int factor(int row) {
        return largest.firstFactor() + row % factors();
    }

    /// Adds the products of a step in one row: those of [#factorOf] and B.
    abstract void addRow(int row);

    abstract void storeSums();

    /// Arguments into registers: the arrays stay in RDI (A), RSI (B), RDX (D) and RCX (C), odd multiples of A's row
    /// stride get into RAX (1), R10 (3), R11 (5) and R12 (7), C's row stride into R15.
    private void enter() {
        SAVED.forEach(assembler::push);
        constants();
        if (largest.set().hasMaskRegisters()) {
            loadMasks();
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

    /// With AVX-512 a step takes 24 multiply-adds, two per cycle, and 10 or 11 loads, of which two fit into a cycle as
    /// well; with AVX2 12 and 8.
    ///
    /// The rows of the next tile of C are asked for one by one. All at once they would take the places in which
    /// misses wait for the memory, and A and B, which come from L2, could not come meanwhile.
    private void addTerms() {
        if (waitsForRowsOfC()) {
            findNextTileOfC();
        }
        assembler.move(RBX, RDI);
        assembler.move(RBP, RSI);
        assembler.load(R13, argument(TERMS));
        if (unrolls()) {
            addTermsUnrolled();
            return;
        }
        int term = assembler.here();
        steps(1);
        assembler.decrement(R13);
        if (waitsForRowsOfC()) {
            assembler.test(R13, STEPS_PER_ROW - 1);
            assembler.jumpIfNotZero(term);
            prefetchRowOfC(rowOfNextTile());
            assembler.test(R13, R13);
        }
        assembler.jumpIfNotZero(term);
    }

    /// After the last tile of a block it is the first one of the next block.
    private void findNextTileOfC() {
        assembler.move(R14, RCX);
        assembler.add(R14, argument(C_TILE_STRIDE));
        assembler.load(R13, argument(TILES));
        assembler.decrement(R13);
        int inBlock = assembler.jumpForwardIfNotZero();
        assembler.add(R14, argument(C_BLOCK_SKIP));
        assembler.arrive(inBlock);
        assembler.store(argument(NEXT_TILE_OF_C), R14);
    }

    /// Those steps come first that are too few for the unrolled loop.
    private void addTermsUnrolled() {
        assembler.test(R13, STEPS_PER_ROW - 1);
        int noneTooFew = assembler.jumpForwardIfZero();
        int term = assembler.here();
        steps(1);
        assembler.decrement(R13);
        assembler.test(R13, STEPS_PER_ROW - 1);
        assembler.jumpIfNotZero(term);
        assembler.arrive(noneTooFew);
        assembler.test(R13, R13);
        int end = assembler.jumpForwardIfZero();
        int terms = assembler.here();
        prefetchRowsOfA();
        steps(STEPS_PER_ROW);
        assembler.loadAddress(R13, at(R13, -STEPS_PER_ROW));
        if (waitsForRowsOfC()) {
            prefetchRowOfC(rowOfNextTile());
        }
        if (asksForNextPanel()) {
            prefetchNextPanel();
        }
        assembler.test(R13, R13);
        assembler.jumpIfNotZero(terms);
        assembler.arrive(end);
    }

    /// So many of them, one after the other, and on to what follows.
    private void steps(int count) {
        for (step = 0; step < count; step++) {
            loadStepOfB();
            for (int row = 0; row < rows; row++) {
                addRow(row);
            }
            if (bytesOfFactor() == 0) {
                assembler.add(RBX, R9);
            }
        }
        step = 0;
        if (bytesOfFactor() > 0) {
            assembler.loadAddress(RBX, at(RBX, count * bytesOfFactor()));
        }
        assembler.loadAddress(RBP, at(RBP, count * bytesOfStep()));
    }

    /// Loads the masks where they have no registers of their own, but only those that are free before and after the
    /// terms are added up.
    final void loadMasksBesideSums() {
        if (!largest.set().hasMaskRegisters()) {
            loadMasks();
        }
    }

    private void loadMasks() {
        for (int v = 0; masked && v < vectors; v++) {
            assembler.loadMask(maskOf(v), argument(placeOfMask(largest.set(), v)));
        }
    }

    /// The row of the next tile of C that is as far through it as R13, the steps left, through all steps.
    private Address rowOfNextTile() {
        assembler.move(R14, R13);
        assembler.multiply(R14, argument(SHARE_OF_TERM));
        assembler.multiply(R14, rows);
        assembler.shiftRight(R14, 32);
        assembler.multiply(R14, R15);
        assembler.add(R14, argument(NEXT_TILE_OF_C));
        return at(R14);
    }

    /// Rows seldom begin with a line, so they have a part of one line more than they have vectors.
    private void prefetchRowOfC(Address row) {
        int rowBytes = vectors * vectorBytes;
        for (int line = 0; line < rowBytes; line += LINE) {
            assembler.prefetchToWrite(row.plus(line));
        }
        assembler.prefetchToWrite(row.plus(rowBytes - 1));
    }

    /// What of the rows of A is needed soon.
    private void prefetchRowsOfA() {
        for (int row = 0; bytesAheadInA() > 0 && row < rows; row++) {
            assembler.prefetch(fromFirstRow(row).plus(bytesAheadInA()));
        }
    }

    /// A part of it, at R9: while all tiles of a block are multiplied, what they need next gets nearer.
    private void prefetchNextPanel() {
        for (int line = 0; line < linesOfNextPanel(); line++) {
            assembler.prefetch(at(R9, line * LINE));
        }
        assembler.add(R9, argument(NEXT_PANEL_STEP));
    }

    /// So many bytes behind the beginning of what a step takes of B.
    final Address inB(int offset) {
        return at(RBP, step * bytesOfStep() + offset);
    }

    /// A's factor of a step in row `row`.
    final Address factorOf(int row) {
        return fromFirstRow(row).plus(step * bytesOfFactor());
    }

    /// RBX being at the factor in row 0.
    private static Address fromFirstRow(int row) {
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
        assembler.add(RDI, argument(A_BLOCK_SKIP));
        assembler.add(RSI, argument(B_BLOCK_SKIP));
        assembler.add(RDX, argument(D_BLOCK_SKIP));
        assembler.add(RCX, argument(C_BLOCK_SKIP));
        assembler.load(R14, argument(TILES_OF_BLOCK));
        assembler.store(argument(TILES), R14);
        beginBlock();
        assembler.jump(tile);
        assembler.arrive(end);
    }

    private void beginBlock() {
        if (asksForNextPanel()) {
            assembler.move(R9, RSI);
            assembler.add(R9, argument(B_BLOCK_SKIP));
        }
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

    /// 0 where no mask is needed.
    final int maskOf(int vector) {
        if (!masked) {
            return 0;
        }
        return (largest.set().hasMaskRegisters() ? K_FIRST : largest.firstOfB()) + vector;
    }
}
