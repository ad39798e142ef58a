package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.RBP;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDX;

import dev.charloom.engine.kernel.x86.InstructionSet;

/// In 8 bits, by the instruction `vpdpbusd` (AVX-512 VNNI): sixteen dot products of four bytes each.
class Int8ProductCode extends QuantizedProductCode {

    /// As wide as divides the units of most layers among threads.
    static final TileShape LARGEST = new TileShape(InstructionSet.AVX512, 6, 4, 4);

    private static final int PREFETCHED_GROUPS = 16;

    Int8ProductCode(int rows, int vectors) {
        super(LARGEST, rows, vectors, true);
    }

    /// The function for tiles of `rows` rows and `vectors` vectors of 16 columns.
    static byte[] of(int rows, int vectors) {
        return new Int8ProductCode(rows, vectors).write();
    }

    @Override
    final int bytesOfFactor() {
        return QuantizedMatrix.GROUP;
    }

    @Override
    void loadStepOfB() {
        for (int v = 0; v < vectors; v++) {
            assembler.loadInts(largest.firstOfB() + v, inB(v * vectorBytes));
            assembler.prefetch(inB(v * vectorBytes + PREFETCHED_GROUPS * bytesOfStep()));
        }
    }

    @Override
    final void addRow(int row) {
        assembler.broadcastInt(factor(row), factorOf(row));
        for (int v = 0; v < vectors; v++) {
            assembler.dotBytes(sum(row, v), factor(row), largest.firstOfB() + v);
        }
    }

    @Override
    void storeSums() {
        for (int v = 0; v < vectors; v++) {
            loadFactors(largest.firstOfB() + v, v);
        }
        assembler.move(RBX, RDX);
        assembler.move(RBP, RCX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.integersToFloats(sum(row, v), sum(row, v));
                assembler.loadFloats(largest.firstFactor(), at(RBX, v * vectorBytes), maskOf(v));
                assembler.multiplyAdd(largest.firstFactor(), sum(row, v), largest.firstOfB() + v);
                assembler.storeFloats(at(RBP, v * vectorBytes), largest.firstFactor(), maskOf(v));
            }
            assembler.add(RBX, argument(D_ROW_STRIDE));
            assembler.add(RBP, R15);
        }
    }
}
