package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.function.Consumer;

/// The gate kernels as machine code: which matrices each combines, in this order, and its body.
///
/// The comments give the formulas; [JavaLstmGates], [JavaGruGates] and [JavaRnnGates] have the same operations in the
/// same order.
@SuppressWarnings("ImmutableEnumChecker") // the bodies are lambdas that capture nothing
enum GateProgram {
    /// Z, H: `h = tanh(a)`.
    RNN_FORWARD(1, code -> {
        code.load(0, 0, 0);
        code.tanh(0);
        code.store(1, 0, 0);
    }),

    /// H, dH, dHnext, Z: `da = (dh + next)·(1 − h²)`.
    RNN_BACKWARD(1, code -> {
        int h = 0;
        int d = 1;
        int next = 2;
        code.load(h, 0, 0);
        code.load(d, 1, 0);
        code.load(next, 2, 0);
        code.add(d, d, next);
        code.multiply(h, h, h);
        code.oneMinus(h, h);
        code.multiply(d, d, h);
        code.store(3, 0, d);
    }),

    /// Z, c₋, C, tanh C, H: `c = f∘c₋ + i∘g`, `h = o∘tanh(c)`.
    LSTM_FORWARD(4, code -> {
        int i = 0;
        int f = 1;
        int g = 2;
        int o = 3;
        int c = 4;
        int t = 5;
        code.load(i, 0, 0);
        code.sigmoid(i);
        code.store(0, 0, i);
        code.load(f, 0, 1);
        code.sigmoid(f);
        code.store(0, 1, f);
        code.load(g, 0, 2);
        code.tanh(g);
        code.store(0, 2, g);
        code.load(o, 0, 3);
        code.sigmoid(o);
        code.store(0, 3, o);
        code.load(c, 1, 0);
        code.multiply(t, i, g);
        code.multiplyThenAdd(c, f, t);
        code.store(2, 0, c);
        code.tanh(c);
        code.store(3, 0, c);
        code.multiply(t, o, c);
        code.store(4, 0, t);
    }),

    /// Z, c₋, tanh C, dH, dHnext, dC: the gradients of the gates and of the cell state of the step before.
    LSTM_BACKWARD(4, code -> {
        int i = 0;
        int f = 1;
        int g = 2;
        int o = 3;
        int c = 4;
        int tc = 5;
        int d = 6;
        int dc = 7;
        int a = 8;
        int b = 9;
        code.load(d, 3, 0);
        code.load(a, 4, 0);
        code.add(d, d, a);
        code.load(o, 0, 3);
        code.load(tc, 2, 0);
        code.load(dc, 5, 0);
        code.multiply(a, d, o); // dc += d∘o∘(1 − tanh²c)
        code.multiply(b, tc, tc);
        code.oneMinus(b, b);
        code.multiplyAdd(dc, a, b);
        code.multiply(a, d, tc); // do = d∘tanh(c)∘o∘(1 − o)
        code.slope(a, o, b);
        code.store(0, 3, a);
        code.load(i, 0, 0);
        code.load(f, 0, 1);
        code.load(g, 0, 2);
        code.load(c, 1, 0);
        code.multiply(a, dc, g); // di = dc∘g∘i∘(1 − i)
        code.slope(a, i, b);
        code.store(0, 0, a);
        code.multiply(a, dc, c); // df = dc∘c₋∘f∘(1 − f)
        code.slope(a, f, b);
        code.store(0, 1, a);
        code.multiply(a, dc, i); // dg = dc∘i∘(1 − g²)
        code.multiply(b, g, g);
        code.oneMinus(b, b);
        code.multiply(a, a, b);
        code.store(0, 2, a);
        code.multiply(dc, dc, f);
        code.store(5, 0, dc);
    }),

    /// Z, Q, h₋, H: `n = tanh(a + r∘q)`, `h = (1−z)∘n + z∘h₋`.
    GRU_FORWARD_RESET_AFTER(3, code -> {
        int r = 0;
        int z = 1;
        int n = 2;
        int q = 3;
        int h = 4;
        code.load(r, 0, 0);
        code.sigmoid(r);
        code.store(0, 0, r);
        code.load(n, 0, 2);
        code.load(q, 1, 0);
        code.multiplyAdd(n, r, q);
        code.tanh(n);
        code.store(0, 2, n);
        code.load(z, 0, 1);
        code.sigmoid(z);
        code.store(0, 1, z);
        code.load(h, 2, 0);
        code.subtract(h, h, n);
        code.multiplyThenAdd(h, z, n);
        code.store(3, 0, h);
    }),

    /// Z, h₋, S: r and z, and `s = r∘h₋`.
    GRU_GATES_RESET_BEFORE(3, code -> {
        int r = 0;
        int z = 1;
        int h = 2;
        code.load(r, 0, 0);
        code.sigmoid(r);
        code.store(0, 0, r);
        code.load(z, 0, 1);
        code.sigmoid(z);
        code.store(0, 1, z);
        code.load(h, 1, 0);
        code.multiply(h, r, h);
        code.store(2, 0, h);
    }),

    /// Z, h₋, H: `n = tanh(a)`, `h = (1−z)∘n + z∘h₋`.
    GRU_CANDIDATE_RESET_BEFORE(3, code -> {
        int z = 1;
        int n = 2;
        int h = 4;
        code.load(n, 0, 2);
        code.tanh(n);
        code.store(0, 2, n);
        code.load(z, 0, 1);
        code.load(h, 1, 0);
        code.subtract(h, h, n);
        code.multiplyThenAdd(h, z, n);
        code.store(2, 0, h);
    }),

    /// Z, Q, h₋, dH, dHnext: the gradients of all gates, of q, and the direct path to h₋.
    GRU_BACKWARD_RESET_AFTER(3, code -> {
        int r = 0;
        int q = 3;
        int dn = 5;
        int a = 6;
        int b = 7;
        code.updateAndCandidateGradients(0, 2, 3, 4, dn);
        code.load(r, 0, 0);
        code.load(q, 1, 0);
        code.multiply(a, dn, q); // dr = dn∘q∘r∘(1 − r)
        code.slope(a, r, b);
        code.store(0, 0, a);
        code.multiply(q, dn, r); // dq = dn∘r
        code.store(1, 0, q);
    }),

    /// Z, h₋, dH, dHnext: the gradients of z and n, and the direct path to h₋.
    GRU_BACKWARD_CANDIDATE_RESET_BEFORE(3, code -> code.updateAndCandidateGradients(0, 1, 2, 3, /* dn= */ 5)),

    /// Z, h₋, dS, dHnext: `next += ds∘r`, `dr = ds∘h₋∘r∘(1 − r)`.
    GRU_BACKWARD_RESET_BEFORE(3, code -> {
        int r = 0;
        int h = 1;
        int ds = 2;
        int next = 3;
        int b = 4;
        code.load(r, 0, 0);
        code.load(h, 1, 0);
        code.load(ds, 2, 0);
        code.load(next, 3, 0);
        code.multiplyAdd(next, ds, r);
        code.store(3, 0, next);
        code.multiply(h, ds, h);
        code.slope(h, r, b);
        code.store(0, 0, h);
    });

    private final int gates;
    private final Consumer<GateCode> body;

    /// @param gates in a row of the first matrix
    GateProgram(int gates, Consumer<GateCode> body) {
        this.gates = gates;
        this.body = body;
    }

    /// @param masked whether a row of units fills its vectors, or the last one has a mask
    byte[] code(InstructionSet set, boolean masked) {
        return GateCode.of(set, gates, masked, body);
    }
}
