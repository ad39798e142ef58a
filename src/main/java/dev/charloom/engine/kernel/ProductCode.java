package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RBP;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDX;

import dev.charloom.engine.kernel.x86.Address;

/// The machine code of `C ← D + A·B` in float32: sums begin with D, and the terms of an element are added in ascending
/// order, with one rounding each.
final class ProductCode extends TileCode {

    /// From one factor of A to the next, in bytes.
    static final int A_TERM_STRIDE = OWN;

    static final TileShape LARGEST = new TileShape(8, 3);

    private static final int PREFETCHED_ROWS = 48;

    private ProductCode(int rows, int vectors) {
        super(LARGEST, rows, vectors);
    }

    /// The function for tiles of `rows` rows and `vectors` vectors of 16 columns.
    static byte[] of(int rows, int vectors) {
        return new ProductCode(rows, vectors).write();
    }

    @Override
    void ownArgument() {
        assembler.load(R9, argument(A_TERM_STRIDE));
    }

    @Override
    void fetchSums() {
        assembler.move(RBX, RDX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.loadFloats(sum(row, v), at(RBX, v * VECTOR_BYTES), maskOf(v));
            }
            assembler.add(RBX, argument(D_ROW_STRIDE));
        }
    }

    @Override
    void loadStepOfB() {
        for (int v = 0; v < vectors; v++) {
            assembler.loadFloats(FIRST_OF_B + v, at(RBP, v * VECTOR_BYTES), 0);
            assembler.prefetch(at(RBP, v * VECTOR_BYTES + PREFETCHED_ROWS * bytesOfStep()));
        }
    }

    @Override
    void loadFactor(int register, Address from) {
        assembler.broadcastFloat(register, from);
    }

    @Override
    void addProduct(int sum, int factor, int ofB) {
        assembler.multiplyAdd(sum, factor, ofB);
    }

    @Override
    void nextFactor() {
        assembler.add(RBX, R9);
    }

    @Override
    void storeSums() {
        assembler.move(RBX, RCX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.storeFloats(at(RBX, v * VECTOR_BYTES), sum(row, v), maskOf(v));
            }
            assembler.add(RBX, R15);
        }
    }
}
