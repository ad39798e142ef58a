package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// The gates of [RnnGates] in plain Java.
final class JavaRnnGates implements RnnGates {

    private final GateScratch scratch;
    private final int units;

    JavaRnnGates(GateScratch scratch, int units) {
        this.scratch = scratch;
        this.units = units;
    }

    @Override
    public void forward(FMatrixRMaj Z, int row, int rows, FMatrixRMaj H) {
        for (int r = 0; r < rows; r += scratch.blockRows()) {
            int block = Math.min(scratch.blockRows(), rows - r);
            float[] h = scratch.load(0, Z, 0, row + r, block);
            Activations.tanh(h, 0, block * units);
            scratch.store(0, H, 0, row + r, block);
        }
    }

    @Override
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
