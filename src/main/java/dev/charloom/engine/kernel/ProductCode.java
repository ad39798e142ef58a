package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R12;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDX;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.List;
import java.util.Optional;

/// The machine code of `C ← D + A·B` in float32: sums begin with D, and the terms of an element are added in ascending
/// order, with one rounding each.
final class ProductCode extends TileCode {

    /// From a factor of A to the next one of its row in [LeftLayout#COLUMNS], in bytes.
    static final int A_TERM_STRIDE = OWN;

    /// From one panel of B to the next, in bytes, where a tile has columns of two.
    static final int B_PANEL_STRIDE = OWN + 1;

    private static final int PREFETCHED_ROWS = 48;

    /// Two lines, of 16 factors each.
    private static final int BYTES_AHEAD_IN_A = 2 * LINE;

    private final int panelVectors;
    private final LeftLayout left;
    private final boolean sharedPanels;

    private ProductCode(
            TileShape largest, int rows, int vectors, boolean masked, LeftLayout left, boolean sharedPanels) {
        super(largest, rows, vectors, masked);
        this.left = left;
        this.sharedPanels = sharedPanels;
        panelVectors = largest(largest.set()).vectors();
    }

    static TileShape largest(InstructionSet set) {
        return switch (set) {
            case AVX2 -> new TileShape(set, 6, 2, 2);
            case AVX512 -> new TileShape(set, 8, 3, 4);
        };
    }

    /// How A may lie. In the products of gradients a step of AVX-512's largest tile takes half a line of a row of A;
    /// with AVX2 it would be less, and packed tiles are faster always.
    static List<LeftLayout> layouts(InstructionSet set) {
        return switch (set) {
            case AVX2 -> List.of(LeftLayout.ROWS, LeftLayout.TILES);
            case AVX512 -> List.of(LeftLayout.ROWS, LeftLayout.COLUMNS, LeftLayout.TILES);
        };
    }

    /// The function for tiles of `rows` rows and `vectors` vectors.
    ///
    /// @param sharedPanels whether several tiles read the same panel; no matter unless [#distinguishesSharedPanels]
    static byte[] of(InstructionSet set, int rows, int vectors, boolean masked, LeftLayout left, boolean sharedPanels) {
        return new ProductCode(largest(set), rows, vectors, masked, left, sharedPanels).write();
    }

    /// Whether functions differ where several tiles read the same panel.
    static boolean distinguishesSharedPanels(InstructionSet set, LeftLayout left) {
        return linesOfNextPanel(set, left, true) != linesOfNextPanel(set, left, false);
    }

    /// So many that all tiles of a panel together ask for all of the next one. Of packed tiles of A there are many, and
    /// with AVX2 a panel is a line wide. With AVX-512 eight steps take 24 lines: two tiles ask for all with 12.
    private static int linesOfNextPanel(InstructionSet set, LeftLayout left, boolean sharedPanels) {
        return switch (left) {
            case COLUMNS -> 0;
            case TILES -> 2;
            case ROWS -> set == InstructionSet.AVX2 ? 2 : sharedPanels ? 12 : 0;
        };
    }

    /// The largest tile with columns of two panels, for products of so few rows that the sums of one panel would
    /// wait for each other: a multiply-add takes four cycles, and two begin in each.
    static Optional<TileShape> largestOfTwoPanels(InstructionSet set) {
        return switch (set) {
            case AVX2 -> Optional.of(new TileShape(set, 2, 4, 2));
            case AVX512 -> Optional.empty(); // its panels have three vectors, and what they wait for is the memory
        };
    }

    /// The function for tiles of `rows` rows and all columns of two panels.
    static byte[] ofTwoPanels(TileShape largest, int rows, LeftLayout left) {
        return new ProductCode(largest, rows, largest.vectors(), false, left, false).write();
    }

    @Override
    void ownArguments() {
        if (bytesOfFactor() == 0) {
            assembler.load(R9, argument(A_TERM_STRIDE));
        }
        if (vectors > panelVectors) {
            assembler.load(R12, argument(B_PANEL_STRIDE));
        }
    }

    @Override
    int bytesOfStep() {
        return panelVectors * vectorBytes;
    }

    @Override
    int bytesOfFactor() {
        return switch (left) {
            case ROWS -> Float.BYTES;
            case COLUMNS -> 0;
            case TILES -> PackCode.LEFT_ROW_BYTES;
        };
    }

    /// A step of the largest tile takes 20 instructions for 12 multiply-adds with AVX2, 38 for 24 with AVX-512, and a
    /// loop another five or six: too many where two threads share a core.
    @Override
    boolean unrolls() {
        return true;
    }

    @Override
    int linesOfNextPanel() {
        return waitsForRowsOfC() ? linesOfNextPanel(largest.set(), left, sharedPanels) : 0;
    }

    /// Packed tiles of A follow each other, which a processor sees by itself.
    @Override
    int bytesAheadInA() {
        return left == LeftLayout.ROWS && largest.set() == InstructionSet.AVX512 ? BYTES_AHEAD_IN_A : 0;
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

    /// What has been asked for as the next panel is not asked for again, nor are two panels, which are read as fast
    /// without it.
    @Override
    void loadStepOfB() {
        for (int v = 0; v < vectors; v++) {
            int offset = v % panelVectors * vectorBytes;
            Address from = inB(offset);
            assembler.loadFloats(largest.firstOfB() + v, v < panelVectors ? from : from.plus(R12), 0);
            if (!asksForNextPanel() && vectors <= panelVectors && offset % LINE == 0) {
                assembler.prefetch(from.plus(PREFETCHED_ROWS * bytesOfStep()));
            }
        }
    }

    @Override
    void addRow(int row) {
        assembler.broadcastFloat(factor(row), factorOf(row));
        for (int v = 0; v < vectors; v++) {
            assembler.multiplyAdd(sum(row, v), factor(row), largest.firstOfB() + v);
        }
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
