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
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;
import static dev.charloom.engine.kernel.x86.General.RSP;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;
import dev.charloom.engine.kernel.x86.General;
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Writes the machine code of a gate kernel: what its body computes from the units of a vector, for all units of some
/// rows.
///
/// ```
/// void gates(arguments, m0, … m5)
/// for every row, for every vector of units: body
/// ```
///
/// The last units of a row are computed under a mask where they do not fill a vector. The first matrix has rows of G·H,
/// gate by gate, the others of H.
/// What is loaded is asked for a row ahead: in training most of it lies in memory. The operations and their order are
/// those of the kernels in Java, so the results are the same bits.
///
/// A body has the vector registers 0 to 11.
final class GateCode {

    /// Matrices that a kernel can read and write.
    static final int MATRICES = 6;

    // The arguments, by their places: 64-bit integers, in bytes where they are distances.

    static final int ROWS = 0;
    /// Vectors of units, the last one perhaps not full.
    static final int VECTORS = 1;
    /// From one gate to the next.
    static final int GATE_STRIDE = 2;
    /// Where each matrix starts.
    static final int OFFSETS = 3;
    /// For each matrix, from the end of a row's last vector to the next row.
    static final int SKIPS = OFFSETS + MATRICES;
    /// Which units there are in the last vector.
    static final int LAST_MASK = 16;
    /// Where constants have no registers: a vector of each.
    static final int CONSTANTS = 24;

    private static final List<General> POINTERS = List.of(RSI, RDX, RCX, R8, R9, R10);
    private static final List<General> SAVED = List.of(RBX, R12, R13, R14, R15);
    private static final int RETURN_ADDRESS_BYTES = 8;

    // Vector registers for the activations.
    private static final int U = 13;
    private static final int P = 14;
    private static final int Q = 15;

    // Constants, by their places.
    private static final int HALF = 0;
    private static final int ONE = 1;
    private static final int MINUS_ONE = 2;
    private static final int LIMIT = 3;
    private static final int MINUS_LIMIT = 4;
    private static final int NUMERATOR = 5;
    private static final int DENOMINATOR = 9;
    private static final float[] VALUES = values();

    private final InstructionSet set;
    private final Assembler assembler;
    private final int gates;
    private int mask;

    private GateCode(InstructionSet set, int gates) {
        this.set = set;
        this.gates = gates;
        assembler = new Assembler(set);
    }

    private static float[] values() {
        float limit = Activations.TANH_LIMIT;
        float[] numerator = Activations.tanhNumerator();
        float[] denominator = Activations.tanhDenominator();
        float[] values = Arrays.copyOf(new float[] {0.5f, 1, -1, limit, -limit}, DENOMINATOR + denominator.length);
        System.arraycopy(numerator, 0, values, NUMERATOR, numerator.length);
        System.arraycopy(denominator, 0, values, DENOMINATOR, denominator.length);
        return values;
    }

    /// How many arguments there are.
    static int arguments(InstructionSet set) {
        return hasConstantRegisters(set) ? CONSTANTS : CONSTANTS + VALUES.length * set.vectorBytes() / Long.BYTES;
    }

    /// Writes the arguments that are the same for all calls.
    static void writeConstants(InstructionSet set, MemorySegment arguments) {
        if (!hasConstantRegisters(set)) {
            for (int i = 0; i < VALUES.length * set.lanes(); i++) {
                arguments.setAtIndex(JAVA_FLOAT, CONSTANTS * Long.BYTES / Float.BYTES + i, VALUES[i / set.lanes()]);
            }
        }
    }

    private static boolean hasConstantRegisters(InstructionSet set) {
        return set.registers() > Q + VALUES.length;
    }

    /// @param gates in a row of the first matrix
    /// @param masked whether the last vector of a row is full, or has only the units of the mask
    /// @param body called twice: for full vectors, and for the last one of a row
    static byte[] of(InstructionSet set, int gates, boolean masked, Consumer<GateCode> body) {
        var code = new GateCode(set, gates);
        code.enter(masked);
        int row = code.assembler.here();
        code.assembler.load(R13, argument(VECTORS));
        int vector = code.assembler.here();
        code.assembler.decrement(R13);
        int last = code.assembler.jumpForwardIfZero();
        body.accept(code);
        code.advance();
        code.assembler.jump(vector);
        code.assembler.arrive(last);
        code.mask = masked ? maskRegister(set) : 0;
        body.accept(code);
        code.advance();
        code.nextRow(row);
        code.leave();
        return code.assembler.code();
    }

    private static int maskRegister(InstructionSet set) {
        return set.hasMaskRegisters() ? 1 : 12;
    }

    // ---- what a body consists of

    /// `register ← gate `gate` of matrix `matrix``; gate 0 for rows of H.
    void load(int register, int matrix, int gate) {
        assembler.loadFloats(register, address(matrix, gate), mask);
        assembler.prefetch(address(matrix, gate + (matrix == 0 ? gates : 1)));
    }

    void store(int matrix, int gate, int register) {
        assembler.storeFloats(address(matrix, gate), register, mask);
    }

    void add(int to, int a, int b) {
        assembler.addFloats(to, a, b);
    }

    /// `to ← a − b`.
    void subtract(int to, int a, int b) {
        assembler.subtractFloats(to, a, b);
    }

    /// `to ← 1 − a`.
    void oneMinus(int to, int a) {
        assembler.subtractFloats(to, constant(ONE, P), a);
    }

    void multiply(int to, int a, int b) {
        assembler.multiplyFloats(to, a, b);
    }

    /// `sum ← sum + a·b`, rounded once.
    void multiplyAdd(int sum, int a, int b) {
        assembler.multiplyAdd(sum, a, b);
    }

    /// `product ← product·factor + summand`, rounded once.
    void multiplyThenAdd(int product, int factor, int summand) {
        assembler.multiplyThenAdd(product, factor, summand);
    }

    void move(int to, int from) {
        assembler.moveFloats(to, from);
    }

    /// `x ← tanh(x)`, as [Activations#tanh] computes it.
    void tanh(int x) {
        assembler.minFloats(x, constant(LIMIT, P), x);
        assembler.maxFloats(x, constant(MINUS_LIMIT, Q), x);
        assembler.multiplyFloats(U, x, x);
        polynomial(P, NUMERATOR);
        polynomial(Q, DENOMINATOR);
        assembler.multiplyFloats(x, x, P);
        assembler.divideFloats(x, x, Q);
        assembler.minFloats(x, constant(ONE, P), x);
        assembler.maxFloats(x, constant(MINUS_ONE, Q), x);
    }

    /// `x ← σ(x)`, as [Activations#sigmoid] computes it.
    void sigmoid(int x) {
        assembler.multiplyFloats(x, constant(HALF, P), x);
        tanh(x);
        int half = constant(HALF, P);
        assembler.multiplyThenAdd(x, half, half);
    }

    /// `x ← x∘y∘(1 − y)`: through the slope of a sigmoid with the value y.
    ///
    /// @param scratch a register that is overwritten
    void slope(int x, int y, int scratch) {
        multiply(x, x, y);
        oneMinus(scratch, y);
        multiply(x, x, scratch);
    }

    /// A GRU's, with `d = dh + next`: `next ← d∘z`, `dz = d∘(h₋−n)∘z∘(1−z)`, `dn = d∘(1−z)∘(1−n²)`, the latter two in
    /// place of the gates.
    ///
    /// @param Z the matrix of the gates; hPrev, dH and dHnext are matrices as well
    /// @param dn the register that is left with dn, from 5 on
    void updateAndCandidateGradients(int Z, int hPrev, int dH, int dHnext, int dn) {
        int z = 0;
        int n = 1;
        int d = 2;
        int a = 3;
        int b = 4;
        load(d, dH, 0);
        load(a, dHnext, 0);
        add(d, d, a);
        load(z, Z, 1);
        load(n, Z, 2);
        multiply(a, d, z);
        store(dHnext, 0, a);
        load(a, hPrev, 0);
        subtract(a, a, n);
        multiply(a, d, a);
        slope(a, z, b);
        store(Z, 1, a);
        oneMinus(dn, z);
        multiply(dn, d, dn);
        multiply(b, n, n);
        oneMinus(b, b);
        multiply(dn, dn, b);
        store(Z, 2, dn);
    }

    /// `to ← ((c₀·U + c₁)·U + … c₃)·U + 1`.
    private void polynomial(int to, int coefficients) {
        moveConstant(to, coefficients);
        for (int power = 1; power < 4; power++) {
            multiplyThenAddConstant(to, U, coefficients + power);
        }
        multiplyThenAddConstant(to, U, ONE);
    }

    // ---- constants

    /// The register that a constant is in.
    ///
    /// @param spare the one that it is loaded into, where it has none of its own
    private int constant(int place, int spare) {
        if (hasConstantRegisters(set)) {
            return constantRegister(place);
        }
        assembler.loadFloats(spare, constantAddress(place), 0);
        return spare;
    }

    private void moveConstant(int to, int place) {
        if (hasConstantRegisters(set)) {
            assembler.moveFloats(to, constantRegister(place));
        } else {
            assembler.loadFloats(to, constantAddress(place), 0);
        }
    }

    private void multiplyThenAddConstant(int product, int factor, int place) {
        if (hasConstantRegisters(set)) {
            assembler.multiplyThenAdd(product, factor, constantRegister(place));
        } else {
            assembler.multiplyThenAdd(product, factor, constantAddress(place));
        }
    }

    private int constantRegister(int place) {
        return set.registers() - VALUES.length + place;
    }

    private Address constantAddress(int place) {
        return at(RDI, CONSTANTS * Long.BYTES + place * set.vectorBytes());
    }

    // ---- around it

    private void enter(boolean masked) {
        assembler.load(R10, at(RSP, RETURN_ADDRESS_BYTES)); // the seventh argument of the call
        SAVED.forEach(assembler::push);
        if (masked) {
            assembler.loadMask(maskRegister(set), argument(LAST_MASK));
        }
        assembler.load(R11, argument(GATE_STRIDE));
        assembler.loadAddress(R12, at(R11, R11, 2));
        assembler.loadAddress(R15, at(R11, R11, 4));
        assembler.loadAddress(RBX, at(R12, R11, 4));
        assembler.load(R14, argument(ROWS));
        for (int m = 0; m < MATRICES; m++) {
            assembler.add(POINTERS.get(m), argument(OFFSETS + m));
        }
        for (int place = 0; place < VALUES.length && hasConstantRegisters(set); place++) {
            assembler.broadcastBits(constantRegister(place), Float.floatToRawIntBits(VALUES[place]));
        }
    }

    /// @param gate also one of the next row, counted on
    private Address address(int matrix, int gate) {
        General pointer = POINTERS.get(matrix);
        return switch (gate) {
            case 0 -> at(pointer);
            case 1 -> at(pointer, R11, 1);
            case 2 -> at(pointer, R11, 2);
            case 3 -> at(pointer, R12, 1);
            case 4 -> at(pointer, R11, 4);
            case 5 -> at(pointer, R15, 1);
            case 6 -> at(pointer, R12, 2);
            case 7 -> at(pointer, RBX, 1);
            default -> throw new IllegalArgumentException("gate " + gate);
        };
    }

    private void advance() {
        for (General pointer : POINTERS) {
            assembler.loadAddress(pointer, at(pointer, set.vectorBytes()));
        }
    }

    private void nextRow(int row) {
        for (int m = 0; m < MATRICES; m++) {
            assembler.add(POINTERS.get(m), argument(SKIPS + m));
        }
        assembler.decrement(R14);
        assembler.jumpIfNotZero(row);
    }

    private void leave() {
        SAVED.reversed().forEach(assembler::pop);
        assembler.leave();
    }

    private static Address argument(int place) {
        return at(RDI, place * Long.BYTES);
    }
}
