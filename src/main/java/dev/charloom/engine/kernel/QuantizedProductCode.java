package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RSI;

/// The machine code of `C ← D + A·B` with [QuantizedPanels]: sums of integers, which begin with the panel's offsets
/// and are multiplied with its factors at the end.
abstract class QuantizedProductCode extends TileCode {

    /// From the first group's integers to the panel's offsets, in bytes.
    static final int CONSTANTS_OFFSET = OWN;

    QuantizedProductCode(TileShape largest, int rows, int vectors, boolean masked) {
        super(largest, rows, vectors, masked);
    }

    @Override
    final void ownArguments() {
        assembler.move(R9, RSI);
        assembler.add(R9, argument(CONSTANTS_OFFSET));
    }

    @Override
    final void fetchSums() {
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                assembler.loadInts(sum(row, v), at(R9, v * vectorBytes));
            }
        }
    }

    /// Loads the factors of a vector of columns.
    final void loadFactors(int register, int vector) {
        assembler.loadFloats(register, at(R9, vector * vectorBytes + largest.rowBytes()), 0);
    }
}
