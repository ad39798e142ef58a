package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R15;
import static dev.charloom.engine.kernel.x86.General.RBP;
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.MemorySegment;

/// In 8 and 6 bits for AVX2, which has no dot products of four bytes: `vpmaddubsw` adds up two products of an unsigned
/// and a signed byte in 16 bits, and `vpmaddwd` two of these sums in 32. A step takes two groups of rows.
///
/// Sums in 16 bits have to fit. Four products of a state, up to 255, and a weight of 6 bits, up to 31, do: 31,620. Two
/// with a weight of 8 bits, up to 127, do not; so the states are halved, and their lowest bits are multiplied
/// separately.
final class BytePairProductCode extends QuantizedProductCode {

    static final TileShape LARGEST = new TileShape(InstructionSet.AVX2, 2, 4, 4);

    /// Groups of rows in a step.
    static final int GROUPS = 2;

    private static final int PREFETCHED_STEPS = 12;

    // Vectors among the arguments, behind the masks, by their places.
    private static final int LOWER_7 = TileCode.arguments(LARGEST);
    private static final int LOWEST = LOWER_7 + LARGEST.set().vectorBytes() / Long.BYTES;
    private static final int TWOS = LOWEST + LARGEST.set().vectorBytes() / Long.BYTES;

    static final int ARGUMENTS = TWOS + LARGEST.set().vectorBytes() / Long.BYTES;

    // Vector registers beside the sums.
    private static final int ONES = LARGEST.firstFactor();
    private static final int STATES = ONES + 1;
    private static final int LOWEST_OF_STATES = STATES + GROUPS;
    private static final int PRODUCTS = LOWEST_OF_STATES + GROUPS;
    private static final int OTHER_PRODUCTS = PRODUCTS + 1;

    private final WeightBits bits;

    private BytePairProductCode(WeightBits bits, int rows, int vectors, boolean masked) {
        super(LARGEST, rows, vectors, masked);
        this.bits = bits;
    }

    /// The function for tiles of `rows` rows and `vectors` vectors of 8 columns.
    static byte[] of(WeightBits bits, int rows, int vectors, boolean masked) {
        return new BytePairProductCode(bits, rows, vectors, masked).write();
    }

    /// Writes the arguments that are the same for all calls.
    static void writeConstants(MemorySegment arguments) {
        write(arguments, LOWER_7, 0x7F7F7F7F);
        write(arguments, LOWEST, 0x01010101);
        write(arguments, TWOS, 0x00020002);
    }

    private static void write(MemorySegment arguments, int place, int bits) {
        for (int lane = 0; lane < LARGEST.set().lanes(); lane++) {
            arguments.setAtIndex(JAVA_INT, (long) place * Long.BYTES / Integer.BYTES + lane, bits);
        }
    }

    @Override
    void constants() {
        assembler.broadcastBits(ONES, 0x00010001);
    }

    @Override
    int bytesOfStep() {
        return GROUPS * largest.rowBytes();
    }

    @Override
    int bytesOfFactor() {
        return GROUPS * QuantizedMatrix.GROUP;
    }

    @Override
    void addRow(int row) {
        for (int group = 0; group < GROUPS; group++) {
            loadStates(group, factorOf(row).plus(group * QuantizedMatrix.GROUP));
        }
        for (int v = 0; v < vectors; v++) {
            if (bits == WeightBits.EIGHT) {
                addHalves(row, v);
            }
            addPairs(row, v);
        }
    }

    /// Only asks for it; it is read where it is multiplied.
    @Override
    void loadStepOfB() {
        for (int line = 0; line < bytesOfStep(); line += LINE) {
            assembler.prefetch(inB(line + PREFETCHED_STEPS * bytesOfStep()));
        }
    }

    private void loadStates(int group, Address from) {
        int states = STATES + group;
        assembler.broadcastInt(states, from);
        if (bits == WeightBits.EIGHT) {
            assembler.and(LOWEST_OF_STATES + group, states, argument(LOWEST));
            assembler.shiftRight(states, states, 1);
            assembler.and(states, states, argument(LOWER_7));
        }
    }

    /// Twice the products of the halved states.
    private void addHalves(int row, int v) {
        for (int group = 0; group < GROUPS; group++) {
            assembler.dotBytePairs(PRODUCTS, STATES + group, ofB(group, v));
            assembler.dotWordPairs(PRODUCTS, PRODUCTS, argument(TWOS));
            assembler.addInts(sum(row, v), sum(row, v), PRODUCTS);
        }
    }

    /// The products of the states, or of what halving has left of them.
    private void addPairs(int row, int v) {
        int states = bits == WeightBits.EIGHT ? LOWEST_OF_STATES : STATES;
        assembler.dotBytePairs(PRODUCTS, states, ofB(0, v));
        assembler.dotBytePairs(OTHER_PRODUCTS, states + 1, ofB(1, v));
        assembler.addWords(PRODUCTS, PRODUCTS, OTHER_PRODUCTS);
        assembler.dotWordPairs(PRODUCTS, PRODUCTS, ONES);
        assembler.addInts(sum(row, v), sum(row, v), PRODUCTS);
    }

    private Address ofB(int group, int v) {
        return inB(group * largest.rowBytes() + v * vectorBytes);
    }

    @Override
    void storeSums() {
        int summand = STATES;
        int factors = STATES + 1;
        loadMasksBesideSums();
        assembler.move(RBX, RDX);
        assembler.move(RBP, RCX);
        for (int row = 0; row < rows; row++) {
            for (int v = 0; v < vectors; v++) {
                loadFactors(factors, v);
                assembler.integersToFloats(sum(row, v), sum(row, v));
                assembler.loadFloats(summand, at(RBX, v * vectorBytes), maskOf(v));
                assembler.multiplyAdd(summand, sum(row, v), factors);
                assembler.storeFloats(at(RBP, v * vectorBytes), summand, maskOf(v));
            }
            assembler.add(RBX, argument(D_ROW_STRIDE));
            assembler.add(RBP, R15);
        }
    }
}
