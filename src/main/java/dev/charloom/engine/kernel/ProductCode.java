package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RBP;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDX;

import dev.charloom.engine.kernel.x86.InstructionSet;

/// The machine code of `C ← D + A·B` in float32: sums begin with D, and the terms of an element are added in ascending
/// order, with one rounding each.
final class ProductCode extends TileCode {

    /// From one factor of A to the next, in bytes.
    static final int A_TERM_STRIDE = OWN;

    private static final int PREFETCHED_ROWS = 48;

    private ProductCode(TileShape largest, int rows, int vectors, boolean masked) {
        super(largest, rows, vectors, masked);
    }

    static TileShape largest(InstructionSet set) {
        return switch (set) {
            case AVX2 -> new TileShape(set, 6, 2, 2);
            case AVX512 -> new TileShape(set, 8, 3, 4);
        };
    }

    /// The function for tiles of `rows` rows and `vectors` vectors.
    static byte[] of(InstructionSet set, int rows, int vectors, boolean masked) {
        return new ProductCode(largest(set), rows, vectors, masked).write();
    }

    @Override
    void ownArgument() {
        assembler.load(R9, argument(A_TERM_STRIDE));
    }

    @Override
    void fetchSums() {
        loadMasksBesideSums();
        assembler.move(RBX, RDX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.loadFloats(sum(row, v), at(RBX, v * vectorBytes), maskOf(v));
            }
            assembler.add(RBX, argument(D_ROW_STRIDE));
        }
    }

    @Override
    void loadStepOfB() {
        for (int v = 0; v < vectors; v++) {
            int offset = v * vectorBytes;
            assembler.loadFloats(largest.firstOfB() + v, at(RBP, offset), 0);
            if (offset % LINE == 0) {
                assembler.prefetch(at(RBP, offset + PREFETCHED_ROWS * bytesOfStep()));
            }
        }
    }

    /// With AVX-512 it was measured to gain nothing.
    @Override
    boolean asksForNextPanel() {
        return largest.set() == InstructionSet.AVX2;
    }

    @Override
    void addRow(int row) {
        assembler.broadcastFloat(factor(row), factorOf(row));
        for (int v = 0; v < vectors; v++) {
            assembler.multiplyAdd(sum(row, v), factor(row), largest.firstOfB() + v);
        }
    }

    @Override
    void nextFactor() {
        assembler.add(RBX, R9);
    }

    @Override
    void storeSums() {
        loadMasksBesideSums();
        assembler.move(RBX, RCX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.storeFloats(at(RBX, v * vectorBytes), sum(row, v), maskOf(v));
            }
            assembler.add(RBX, R15);
        }
    }
}
