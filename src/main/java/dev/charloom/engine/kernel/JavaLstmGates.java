package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import org.ejml.data.FMatrixRMaj;

/// The gates of [LstmGates] in plain Java.
final class JavaLstmGates implements LstmGates {

    private static final int I = 0;
    private static final int F = 1;
    private static final int G = 2;
    private static final int O = 3;

    private final GateScratch scratch;
    private final int units;

    JavaLstmGates(GateScratch scratch, int units) {
        this.scratch = scratch;
        this.units = units;
    }

    @Override
    public void forward(
            FMatrixRMaj Z,
            FMatrixRMaj cPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj C,
            FMatrixRMaj tanhC,
            FMatrixRMaj H) {
        for (int r = 0; r < rows; r += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - r);
            int n = block * units;
            float[] i = scratch.load(0, Z, I, row + r, block);
            float[] f = scratch.load(1, Z, F, row + r, block);
            float[] g = scratch.load(2, Z, G, row + r, block);
            float[] o = scratch.load(3, Z, O, row + r, block);
            float[] c = scratch.load(4, cPrev, 0, prevRow + r, block);
            Activations.sigmoid(i, 0, n);
            Activations.sigmoid(f, 0, n);
            Activations.tanh(g, 0, n);
            Activations.sigmoid(o, 0, n);
            cellState(i, f, g, c, n);
            Activations.tanh(c, scratch.array(5), 0, n);
            product(o, scratch.array(5), scratch.array(6), n);
            for (int gate = I; gate <= O; gate++) {
                scratch.store(gate, Z, gate, row + r, block);
            }
            scratch.store(4, C, 0, row + r, block);
            scratch.store(5, tanhC, 0, row + r, block);
            scratch.store(6, H, 0, row + r, block);
        }
    }

    /// `c ← f∘c + i∘g`.
    private static void cellState(float[] i, float[] f, float[] g, float[] c, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = fma(f[j], c[j], i[j] * g[j]);
        }
    }

    private static void product(float[] a, float[] b, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = a[j] * b[j];
        }
    }

    @Override
    public void backward(
            FMatrixRMaj Z,
            FMatrixRMaj cPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj tanhC,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            FMatrixRMaj dC,
            int lane) {
        for (int r = 0; r < rows; r += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - r);
            int n = block * units;
            float[] i = scratch.load(0, Z, I, row + r, block);
            float[] f = scratch.load(1, Z, F, row + r, block);
            float[] g = scratch.load(2, Z, G, row + r, block);
            float[] o = scratch.load(3, Z, O, row + r, block);
            float[] c = scratch.load(4, cPrev, 0, prevRow + r, block);
            float[] tc = scratch.load(5, tanhC, 0, row + r, block);
            float[] dh = scratch.load(6, dH, 0, row + r, block);
            float[] next = scratch.load(7, dHnext, 0, lane + r, block);
            float[] dc = scratch.load(8, dC, 0, lane + r, block);
            outputGradient(o, tc, dh, next, dc, n);
            inputAndForgetGradients(i, f, g, c, dc, n);
            for (int gate = I; gate <= O; gate++) {
                scratch.store(gate, Z, gate, row + r, block);
            }
            scratch.store(8, dC, 0, lane + r, block);
        }
    }

    /// `dh += next`; `dc += dh∘o∘(1 − tanh²c)`; `o ← dh∘tanh(c)∘o∘(1 − o)`.
    private static void outputGradient(float[] o, float[] tc, float[] dh, float[] next, float[] dc, int n) {
        for (int j = 0; j < n; j++) {
            float d = dh[j] + next[j];
            dc[j] = fma(d * o[j], 1f - tc[j] * tc[j], dc[j]);
            o[j] = d * tc[j] * o[j] * (1f - o[j]);
        }
    }

    /// `i ← dc∘g∘i∘(1 − i)`, `f ← dc∘c₋∘f∘(1 − f)`, `g ← dc∘i∘(1 − g²)`, `dc ← dc∘f`, from the old values.
    private static void inputAndForgetGradients(float[] i, float[] f, float[] g, float[] c, float[] dc, int n) {
        for (int j = 0; j < n; j++) {
            float d = dc[j];
            float input = i[j];
            float forget = f[j];
            float candidate = g[j];
            i[j] = d * candidate * input * (1f - input);
            f[j] = d * c[j] * forget * (1f - forget);
            g[j] = d * input * (1f - candidate * candidate);
            dc[j] = d * forget;
        }
    }
}
