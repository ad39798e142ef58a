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
import static dev.charloom.engine.kernel.x86.General.RBX;
import static dev.charloom.engine.kernel.x86.General.RCX;
import static dev.charloom.engine.kernel.x86.General.RDI;
import static dev.charloom.engine.kernel.x86.General.RDX;
import static dev.charloom.engine.kernel.x86.General.RSI;
import static dev.charloom.engine.kernel.x86.General.RSP;

import dev.charloom.engine.kernel.x86.Address;
import dev.charloom.engine.kernel.x86.Assembler;
import dev.charloom.engine.kernel.x86.General;
import java.util.List;
import java.util.function.Consumer;

/// Writes the machine code of a gate kernel: what its body computes from sixteen units, for all units of some rows.
///
/// ```
/// void gates(arguments, m0, … m5)
/// for every row, for every 16 units: body
/// ```
///
/// The last units of a row are computed under a mask. The first matrix has rows of G·H, gate by gate, the others of H.
/// What is loaded is asked for a row ahead: in training most of it lies in memory. The operations and their order are
/// those of the kernels in Java, so the results are the same bits.
///
/// A body has the vector registers 0 to 12.
final class GateCode {

    /// Matrices that a kernel can read and write.
    static final int MATRICES = 6;

    // The arguments, by their places: 64-bit integers, in bytes where they are distances.

    static final int ROWS = 0;
    /// Sixteens of units, the last one perhaps not full.
    static final int VECTORS = 1;
    /// Which units there are in the last vector.
    static final int LAST_MASK = 2;
    /// From one gate to the next.
    static final int GATE_STRIDE = 3;
    /// Where each matrix starts.
    static final int OFFSETS = 4;
    /// For each matrix, from the end of a row's last vector to the next row.
    static final int SKIPS = OFFSETS + MATRICES;

    static final int ARGUMENTS = SKIPS + MATRICES;

    private static final int VECTOR_BYTES = TileCode.LANES * Float.BYTES;
    private static final List<General> POINTERS = List.of(RSI, RDX, RCX, R8, R9, R10);
    private static final List<General> SAVED = List.of(RBX, R12, R13, R14, R15);
    private static final int RETURN_ADDRESS_BYTES = 8;
    private static final int LAST = 1;

    // Vector registers: three for the activations, then constants.
    private static final int U = 13;
    private static final int P = 14;
    private static final int Q = 15;
    private static final int HALF = 19;
    private static final int ONE = 20;
    private static final int MINUS_ONE = 21;
    private static final int LIMIT = 22;
    private static final int MINUS_LIMIT = 23;
    private static final int NUMERATOR = 24;
    private static final int DENOMINATOR = 28;

    private final Assembler assembler = new Assembler();
    private final int gates;
    private int mask;

    private GateCode(int gates) {
        this.gates = gates;
    }

    /// @param gates in a row of the first matrix
    /// @param body called twice: for full vectors, and for the last one of a row
    static byte[] of(int gates, Consumer<GateCode> body) {
        var code = new GateCode(gates);
        code.enter();
        int row = code.assembler.here();
        code.assembler.load(R13, argument(VECTORS));
        int vector = code.assembler.here();
        code.assembler.decrement(R13);
        int last = code.assembler.jumpForwardIfZero();
        body.accept(code);
        code.advance();
        code.assembler.jump(vector);
        code.assembler.arrive(last);
        code.mask = LAST;
        body.accept(code);
        code.advance();
        code.nextRow(row);
        code.leave();
        return code.assembler.code();
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
        assembler.subtractFloats(to, ONE, a);
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
        assembler.minFloats(x, LIMIT, x);
        assembler.maxFloats(x, MINUS_LIMIT, x);
        assembler.multiplyFloats(U, x, x);
        polynomial(P, NUMERATOR);
        polynomial(Q, DENOMINATOR);
        assembler.multiplyFloats(x, x, P);
        assembler.divideFloats(x, x, Q);
        assembler.minFloats(x, ONE, x);
        assembler.maxFloats(x, MINUS_ONE, x);
    }

    /// `x ← σ(x)`, as [Activations#sigmoid] computes it.
    void sigmoid(int x) {
        assembler.multiplyFloats(x, HALF, x);
        tanh(x);
        assembler.multiplyThenAdd(x, HALF, HALF);
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
        assembler.moveFloats(to, coefficients);
        for (int power = 1; power < 4; power++) {
            assembler.multiplyThenAdd(to, U, coefficients + power);
        }
        assembler.multiplyThenAdd(to, U, ONE);
    }

    // ---- around it

    private void enter() {
        assembler.load(R10, at(RSP, RETURN_ADDRESS_BYTES)); // the seventh argument of the call
        SAVED.forEach(assembler::push);
        assembler.load(RAX, argument(LAST_MASK));
        assembler.loadMaskFromRax(LAST);
        assembler.load(R11, argument(GATE_STRIDE));
        assembler.loadAddress(R12, at(R11, R11, 2));
        assembler.loadAddress(R15, at(R11, R11, 4));
        assembler.loadAddress(RBX, at(R12, R11, 4));
        assembler.load(R14, argument(ROWS));
        for (int m = 0; m < MATRICES; m++) {
            assembler.add(POINTERS.get(m), argument(OFFSETS + m));
        }
        constant(HALF, 0.5f);
        constant(ONE, 1f);
        constant(MINUS_ONE, -1f);
        constant(LIMIT, Activations.TANH_LIMIT);
        constant(MINUS_LIMIT, -Activations.TANH_LIMIT);
        for (int i = 0; i < 4; i++) {
            constant(NUMERATOR + i, Activations.tanhNumerator()[i]);
            constant(DENOMINATOR + i, Activations.tanhDenominator()[i]);
        }
    }

    private void constant(int register, float value) {
        assembler.broadcastBits(register, Float.floatToRawIntBits(value));
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
            assembler.loadAddress(pointer, at(pointer, VECTOR_BYTES));
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
