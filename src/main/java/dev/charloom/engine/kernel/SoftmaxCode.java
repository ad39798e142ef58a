package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.x86.Address.at;
import static dev.charloom.engine.kernel.x86.General.R10;
import static dev.charloom.engine.kernel.x86.General.R8;
import static dev.charloom.engine.kernel.x86.General.R9;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.MemorySegment;

/// The machine code of [SoftmaxCrossEntropy#softmax], three passes over a row while it is in L1.
///
/// ```
/// void softmax(arguments, X, maxima, sums)
/// for every row:   m ← max x      x ← exp(x − m), s ← Σ x      x ← x · scale/s
/// ```
///
/// The operations are those of [JavaSoftmaxCrossEntropy], so the results are the same bits. Where the elements of a row
/// do not fill its last vector, what is beside them is −∞ for the maximum and 0 for the sum.
final class SoftmaxCode {

    // The arguments, by their places: 64-bit integers, offsets in bytes.

    static final int ROWS = 0;
    /// Where the first row begins.
    static final int OFFSET = 1;
    /// A float.
    static final int SCALE = 2;
    /// Bytes of a row.
    private static final int ROW_BYTES = 3;
    /// Of a row, the last one perhaps not full.
    private static final int VECTORS = 4;
    /// Which elements there are in the last vector, each a vector of its own: as a mask, as all bits or none, and as 0
    /// or −∞.
    private static final int LAST_MASK = 8;
    private static final int LAST_BITS = 16;
    private static final int LAST_ZEROS = 24;

    /// How many arguments there are.
    static final int ARGUMENTS = 32;

    // Vector registers.
    private static final int X = 0;
    private static final int P = 1;
    private static final int MAXIMUM = 2;
    private static final int SUM = 3;
    private static final int SUM_OF_OTHERS = 4; // every other vector, where one has half of the parts
    private static final int MASK = 5;
    private static final int LIMIT = 6;
    private static final int EXP_SCALE = 7;
    private static final int ONE = 8;
    private static final int POLYNOMIAL = 9;

    private final InstructionSet set;
    private final Assembler assembler;
    private final float[] polynomial = Activations.expPolynomial();
    private final int lastMask;

    private SoftmaxCode(InstructionSet set, boolean masked) {
        this.set = set;
        assembler = new Assembler(set);
        lastMask = !masked ? 0 : set.hasMaskRegisters() ? 1 : MASK;
    }

    /// Sets how many elements a row has, which lie without gaps.
    ///
    /// @return whether they do not fill the last vector
    static boolean setWidth(InstructionSet set, MemorySegment arguments, int width) {
        int vectors = Math.ceilDiv(width, set.lanes());
        int last = width - (vectors - 1) * set.lanes();
        arguments.setAtIndex(JAVA_LONG, ROW_BYTES, (long) width * Float.BYTES);
        arguments.setAtIndex(JAVA_LONG, VECTORS, vectors);
        set.writeMask(arguments, LAST_MASK * Long.BYTES, (1L << last) - 1);
        for (int lane = 0; lane < set.lanes(); lane++) {
            long offset = (long) lane * Float.BYTES;
            arguments.set(JAVA_INT, LAST_BITS * Long.BYTES + offset, lane < last ? -1 : 0);
            arguments.set(JAVA_FLOAT, LAST_ZEROS * Long.BYTES + offset, lane < last ? 0f : Float.NEGATIVE_INFINITY);
        }
        return last < set.lanes();
    }

    /// @param masked whether the last vector of a row is full, or has only the elements of the mask
    static byte[] of(InstructionSet set, boolean masked) {
        return new SoftmaxCode(set, masked).write();
    }

    private byte[] write() {
        enter();
        int row = assembler.here();
        maximum();
        exponentials();
        assembler.storeFirstFloat(at(RDX), MAXIMUM);
        assembler.storeFirstFloat(at(RCX), SUM);
        scale();
        assembler.loadAddress(RDX, at(RDX, Float.BYTES));
        assembler.loadAddress(RCX, at(RCX, Float.BYTES));
        assembler.add(RSI, argument(ROW_BYTES));
        assembler.decrement(R10);
        assembler.jumpIfNotZero(row);
        assembler.leave();
        return assembler.code();
    }

    private void enter() {
        if (lastMask != 0) {
            assembler.loadMask(lastMask, argument(LAST_MASK));
        }
        assembler.add(RSI, argument(OFFSET));
        assembler.load(R10, argument(ROWS));
        broadcast(LIMIT, Activations.EXP_LIMIT);
        broadcast(EXP_SCALE, Activations.EXP_SCALE);
        broadcast(ONE, 1);
        for (int power = 0; power < polynomial.length; power++) {
            broadcast(POLYNOMIAL + power, polynomial[power]);
        }
    }

    /// The row's, in every element of [#MAXIMUM].
    private void maximum() {
        broadcast(MAXIMUM, Float.NEGATIVE_INFINITY);
        forEveryVector(last -> {
            assembler.loadFloats(X, at(R8), last ? lastMask : 0);
            if (last && lastMask != 0) {
                assembler.loadFloats(P, argument(LAST_ZEROS), 0);
                assembler.addFloats(X, X, P);
            }
            assembler.maxFloats(MAXIMUM, X, MAXIMUM);
        });
        for (int distance = set.lanes() / 2; distance > 0; distance /= 2) {
            assembler.exchangeFloats(P, MAXIMUM, distance);
            assembler.maxFloats(MAXIMUM, P, MAXIMUM);
        }
    }

    /// In place of the row, and their sum in every element of [#SUM].
    private void exponentials() {
        boolean halves = set.lanes() < SoftmaxCrossEntropy.PARTS;
        broadcast(SUM, 0);
        broadcast(SUM_OF_OTHERS, 0);
        forEveryVector(last -> {
            int mask = last ? lastMask : 0;
            assembler.loadFloats(X, at(R8), mask);
            assembler.subtractFloats(X, X, MAXIMUM);
            exp();
            if (mask != 0) {
                assembler.and(X, X, argument(LAST_BITS));
            }
            assembler.storeFloats(at(R8), X, mask);
            assembler.addFloats(SUM, SUM, X);
            if (halves) {
                assembler.moveFloats(X, SUM);
                assembler.moveFloats(SUM, SUM_OF_OTHERS);
                assembler.moveFloats(SUM_OF_OTHERS, X);
            }
        });
        if (halves) {
            assembler.addFloats(SUM, SUM, SUM_OF_OTHERS);
        }
        for (int distance = set.lanes() / 2; distance > 0; distance /= 2) {
            assembler.exchangeFloats(P, SUM, distance);
            assembler.addFloats(SUM, SUM, P);
        }
    }

    /// `x ← exp(x)`, as [Activations#expOfNonPositive] computes it.
    private void exp() {
        assembler.maxFloats(X, LIMIT, X);
        assembler.multiplyFloats(X, X, EXP_SCALE);
        assembler.moveFloats(P, POLYNOMIAL);
        for (int power = 1; power < polynomial.length; power++) {
            assembler.multiplyThenAdd(P, X, POLYNOMIAL + power);
        }
        assembler.multiplyThenAdd(P, X, ONE);
        for (int squared = 1; squared < Activations.EXP_SQUARINGS; squared++) {
            assembler.multiplyFloats(P, P, P);
        }
        assembler.multiplyFloats(X, P, P);
    }

    private void scale() {
        assembler.broadcastFloat(P, argument(SCALE));
        assembler.divideFloats(P, P, SUM);
        forEveryVector(last -> {
            int mask = last ? lastMask : 0;
            assembler.loadFloats(X, at(R8), mask);
            assembler.multiplyFloats(X, X, P);
            assembler.storeFloats(at(R8), X, mask);
        });
    }

    private interface Body {
        /// @param last whether the vector at R8 is the last one of its row
        void write(boolean last);
    }

    /// Of a row.
    private void forEveryVector(Body body) {
        assembler.move(R8, RSI);
        assembler.load(R9, argument(VECTORS));
        int vector = assembler.here();
        assembler.decrement(R9);
        int last = assembler.jumpForwardIfZero();
        body.write(false);
        assembler.loadAddress(R8, at(R8, set.vectorBytes()));
        assembler.jump(vector);
        assembler.arrive(last);
        body.write(true);
    }

    private void broadcast(int register, float value) {
        assembler.broadcastBits(register, Float.floatToRawIntBits(value));
    }

    private static Address argument(int place) {
        return at(RDI, place * Long.BYTES);
    }
}
