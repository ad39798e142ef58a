package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Element-wise part of a simple recurrent cell, `h = tanh(a)`.
public final class RnnGates {

    private final GateScratch scratch;
    private final int units;

    RnnGates(GateScratch scratch, int units) {
        this.scratch = scratch;
        this.units = units;
    }

    /// `h = tanh(a)` for `rows` rows.
    ///
    /// @param Z rows of H: pre-activations in
    /// @param H rows of H: hidden states out
    public void forward(FMatrixRMaj Z, int row, int rows, FMatrixRMaj H) {
        for (int r = 0; r < rows; r += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - r);
            float[] h = scratch.load(0, Z, 0, row + r, block);
            Activations.tanh(h, 0, block * units);
            scratch.store(0, H, 0, row + r, block);
        }
    }

    /// Gradients of the pre-activations from those of the hidden states, for `rows` rows.
    ///
    /// @param H hidden states
    /// @param dH gradients of the hidden states from above
    /// @param dHnext gradients of the hidden states from the following step, rows from `lane`
    /// @param Z out: gradients of the pre-activations
    public void backward(
            FMatrixRMaj H, int row, int rows, FMatrixRMaj dH, FMatrixRMaj dHnext, int lane, FMatrixRMaj Z) {
        for (int r = 0; r < rows; r += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - r);
            float[] h = scratch.load(0, H, 0, row + r, block);
            float[] d = scratch.load(1, dH, 0, row + r, block);
            float[] next = scratch.load(2, dHnext, 0, lane + r, block);
            gradient(h, d, next, block * units);
            scratch.store(1, Z, 0, row + r, block);
        }
    }

    /// `d ← (d + next)·(1 − h²)`.
    private static void gradient(float[] h, float[] d, float[] next, int n) {
        for (int j = 0; j < n; j++) {
            d[j] = (d[j] + next[j]) * (1f - h[j] * h[j]);
        }
    }
}
