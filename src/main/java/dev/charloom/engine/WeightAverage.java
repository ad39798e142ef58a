package dev.charloom.engine;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import java.util.List;

/// An exponential moving average of the weights over the steps (B. T. Polyak, A. B. Juditsky, "Acceleration of
/// Stochastic Approximation by Averaging", 1992, with a memory that fades):
///
/// ```
/// a ← d·a + (1−d)·w,   d = min(decay, (t−1)/(t+8)) at step t
/// ```
///
/// so that the first step sets it to the weights, and it forgets the first steps as long as it is young.
final class WeightAverage {

    private static final long YOUTH = 8;

    private final double decay;
    private final Parameters average;
    private float keep;

    /// @param decay above 0, below 1
    WeightAverage(ModelShape shape, double decay) {
        this.decay = decay;
        average = new Parameters(shape);
    }

    Parameters average() {
        return average;
    }

    /// Prepares step `step`, counted from 1; called once before the workers' [#update].
    void begin(long step) {
        keep = (float) Math.min(decay, (double) (step - 1) / (step + YOUTH));
    }

    /// Takes up the worker's share of every tensor: the elements whose weights the worker has updated itself.
    void update(Parameters weights, Worker worker) {
        List<Parameters.Tensor> tensors = weights.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            float[] w = tensors.get(i).matrix().data;
            float[] a = average.tensors().get(i).matrix().data;
            update(w, a, worker.shareStart(w.length), worker.shareEnd(w.length), keep);
        }
    }

    private static void update(float[] w, float[] a, int from, int to, float keep) {
        for (int j = from; j < to; j++) {
            a[j] = fma(keep, a[j] - w[j], w[j]);
        }
    }

    /// Exchanges the average and the weights (both modified).
    void swap(Parameters weights) {
        List<Parameters.Tensor> tensors = weights.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            float[] w = tensors.get(i).matrix().data;
            float[] a = average.tensors().get(i).matrix().data;
            for (int j = 0; j < w.length; j++) {
                float value = w[j];
                w[j] = a[j];
                a[j] = value;
            }
        }
    }
}
