package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Element-wise parts of both GRU variants, gates side by side in the order r, z, n; z weights the old state.
public final class GruGates {

    private static final int R = 0;
    private static final int Z_GATE = 1;
    private static final int N = 2;

    private final GateScratch scratch;
    private final int units;

    GruGates(GateScratch scratch, int units) {
        this.scratch = scratch;
        this.units = units;
    }

    /// Reset after the product: `n = tanh(a + r∘q)`, `h = (1−z)∘n + z∘h₋`.
    ///
    /// @param Z rows of 3H: pre-activations of r and z and the input part of n's in; r, z, n out
    /// @param Q rows of H: the recurrent part of the candidate, before the reset
    /// @param hPrev hidden states of the step before, rows from `prevRow`
    /// @param H out: hidden states
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

    /// Reset before the product, first half: r and z from their pre-activations, and `s = r∘h₋`.
    ///
    /// @param Z rows of 3H: pre-activations of r and z in, r and z out
    /// @param S out, rows of H: what the candidate's recurrent weights see
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

    /// Reset before the product, second half: `n = tanh(a)`, `h = (1−z)∘n + z∘h₋`.
    ///
    /// @param Z rows of 3H: z and the pre-activation of n in; n out
    /// @param H out: hidden states
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

    /// Backward of reset after.
    ///
    /// @param Z rows of 3H: r, z, n in; gradients of the pre-activations of r, z and of the input part of n's out
    /// @param Q rows of H: the recurrent part of the candidate in, its gradient out
    /// @param dH gradients of the hidden states from above
    /// @param dHnext rows from `lane`: gradient from the following step in, `dh∘z` (the direct path to h₋) out
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

    /// Backward of reset before, first half: everything that does not need the gradient of `s`.
    ///
    /// @param Z rows of 3H: z, n in; gradients of the pre-activations of z and n out (r is left)
    /// @param dHnext rows from `lane`: gradient from the following step in, `dh∘z` out
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

    /// Backward of reset before, second half: the reset gate, once the gradient of `s = r∘h₋` is known.
    ///
    /// @param Z rows of 3H: r in, the gradient of its pre-activation out
    /// @param dS gradients of s, rows from `lane`
    /// @param dHnext rows from `lane`: `dS∘r` is added
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
            out[j] = Math.fma(a[j], b[j], out[j]);
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
            h[j] = Math.fma(z[j], h[j] - candidate[j], candidate[j]);
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
            next[j] = Math.fma(ds[j], reset, next[j]);
            r[j] = ds[j] * h[j] * reset * (1f - reset);
        }
    }
}
