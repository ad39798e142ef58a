package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import org.ejml.data.FMatrixRMaj;

/// The gates of [GruGates] in plain Java.
final class JavaGruGates implements GruGates {

    private static final int R = 0;
    private static final int Z_GATE = 1;
    private static final int N = 2;

    private final GateScratch scratch;
    private final int units;

    JavaGruGates(GateScratch scratch, int units) {
        this.scratch = scratch;
        this.units = units;
    }

    @Override
    public void forwardResetAfter(
            FMatrixRMaj Z, FMatrixRMaj Q, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj H) {
        for (int k = 0; k < rows; k += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - k);
            int n = block * units;
            float[] reset = scratch.load(0, Z, R, row + k, block);
            float[] update = scratch.load(1, Z, Z_GATE, row + k, block);
            float[] candidate = scratch.load(2, Z, N, row + k, block);
            float[] q = scratch.load(3, Q, 0, row + k, block);
            float[] h = scratch.load(4, hPrev, 0, prevRow + k, block);
            Activations.sigmoid(reset, 0, n);
            Activations.sigmoid(update, 0, n);
            addProduct(reset, q, candidate, n);
            Activations.tanh(candidate, 0, n);
            blend(update, candidate, h, n);
            storeGates(Z, row + k, block);
            scratch.store(4, H, 0, row + k, block);
        }
    }

    @Override
    public void gatesResetBefore(FMatrixRMaj Z, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj S) {
        for (int k = 0; k < rows; k += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - k);
            int n = block * units;
            float[] reset = scratch.load(0, Z, R, row + k, block);
            float[] update = scratch.load(1, Z, Z_GATE, row + k, block);
            float[] h = scratch.load(2, hPrev, 0, prevRow + k, block);
            Activations.sigmoid(reset, 0, n);
            Activations.sigmoid(update, 0, n);
            product(reset, h, scratch.array(3), n);
            scratch.store(0, Z, R, row + k, block);
            scratch.store(1, Z, Z_GATE, row + k, block);
            scratch.store(3, S, 0, row + k, block);
        }
    }

    @Override
    public void candidateResetBefore(FMatrixRMaj Z, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj H) {
        for (int k = 0; k < rows; k += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - k);
            int n = block * units;
            float[] update = scratch.load(1, Z, Z_GATE, row + k, block);
            float[] candidate = scratch.load(2, Z, N, row + k, block);
            float[] h = scratch.load(4, hPrev, 0, prevRow + k, block);
            Activations.tanh(candidate, 0, n);
            blend(update, candidate, h, n);
            scratch.store(2, Z, N, row + k, block);
            scratch.store(4, H, 0, row + k, block);
        }
    }

    @Override
    public void backwardResetAfter(
            FMatrixRMaj Z,
            FMatrixRMaj Q,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            int lane) {
        for (int k = 0; k < rows; k += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - k);
            int n = block * units;
            float[] reset = scratch.load(0, Z, R, row + k, block);
            float[] update = scratch.load(1, Z, Z_GATE, row + k, block);
            float[] candidate = scratch.load(2, Z, N, row + k, block);
            float[] q = scratch.load(3, Q, 0, row + k, block);
            float[] h = scratch.load(4, hPrev, 0, prevRow + k, block);
            float[] d = scratch.load(5, dH, 0, row + k, block);
            float[] next = scratch.load(6, dHnext, 0, lane + k, block);
            updateAndCandidateGradients(update, candidate, h, d, next, n);
            resetAfterGradient(reset, q, candidate, n);
            storeGates(Z, row + k, block);
            scratch.store(3, Q, 0, row + k, block);
            scratch.store(6, dHnext, 0, lane + k, block);
        }
    }

    @Override
    public void backwardCandidateResetBefore(
            FMatrixRMaj Z,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            int lane) {
        for (int k = 0; k < rows; k += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - k);
            float[] update = scratch.load(1, Z, Z_GATE, row + k, block);
            float[] candidate = scratch.load(2, Z, N, row + k, block);
            float[] h = scratch.load(4, hPrev, 0, prevRow + k, block);
            float[] d = scratch.load(5, dH, 0, row + k, block);
            float[] next = scratch.load(6, dHnext, 0, lane + k, block);
            updateAndCandidateGradients(update, candidate, h, d, next, block * units);
            scratch.store(1, Z, Z_GATE, row + k, block);
            scratch.store(2, Z, N, row + k, block);
            scratch.store(6, dHnext, 0, lane + k, block);
        }
    }

    @Override
    public void backwardResetBefore(
            FMatrixRMaj Z,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dS,
            FMatrixRMaj dHnext,
            int lane) {
        for (int k = 0; k < rows; k += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - k);
            float[] reset = scratch.load(0, Z, R, row + k, block);
            float[] h = scratch.load(1, hPrev, 0, prevRow + k, block);
            float[] ds = scratch.load(2, dS, 0, lane + k, block);
            float[] next = scratch.load(3, dHnext, 0, lane + k, block);
            resetBeforeGradient(reset, h, ds, next, block * units);
            scratch.store(0, Z, R, row + k, block);
            scratch.store(3, dHnext, 0, lane + k, block);
        }
    }

    private void storeGates(FMatrixRMaj Z, int row, int rows) {
        for (int gate = R; gate <= N; gate++) {
            scratch.store(gate, Z, gate, row, rows);
        }
    }

    /// `out ← out + a∘b`.
    private static void addProduct(float[] a, float[] b, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = fma(a[j], b[j], out[j]);
        }
    }

    private static void product(float[] a, float[] b, float[] out, int n) {
        for (int j = 0; j < n; j++) {
            out[j] = a[j] * b[j];
        }
    }

    /// `h ← (1−z)∘n + z∘h`.
    private static void blend(float[] z, float[] candidate, float[] h, int n) {
        for (int j = 0; j < n; j++) {
            h[j] = fma(z[j], h[j] - candidate[j], candidate[j]);
        }
    }

    /// With `d = dh + next`: `next ← d∘z`, `z ← d∘(h₋−n)∘z∘(1−z)`, `n ← d∘(1−z)∘(1−n²)`, from the old values.
    private static void updateAndCandidateGradients(
            float[] z, float[] candidate, float[] h, float[] dh, float[] next, int n) {
        for (int j = 0; j < n; j++) {
            float d = dh[j] + next[j];
            float update = z[j];
            float c = candidate[j];
            next[j] = d * update;
            z[j] = d * (h[j] - c) * update * (1f - update);
            candidate[j] = d * (1f - update) * (1f - c * c);
        }
    }

    /// With dn in `candidate`: `q ← dn∘r`, `r ← dn∘q∘r∘(1−r)`, from the old values.
    private static void resetAfterGradient(float[] r, float[] q, float[] candidate, int n) {
        for (int j = 0; j < n; j++) {
            float reset = r[j];
            float recurrent = q[j];
            q[j] = candidate[j] * reset;
            r[j] = candidate[j] * recurrent * reset * (1f - reset);
        }
    }

    /// `next ← next + ds∘r`, `r ← ds∘h₋∘r∘(1−r)`, from the old values.
    private static void resetBeforeGradient(float[] r, float[] h, float[] ds, float[] next, int n) {
        for (int j = 0; j < n; j++) {
            float reset = r[j];
            next[j] = fma(ds[j], reset, next[j]);
            r[j] = ds[j] * h[j] * reset * (1f - reset);
        }
    }
}
