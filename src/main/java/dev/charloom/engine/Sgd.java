package dev.charloom.engine;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import java.util.List;

/// Stochastic gradient descent with momentum (B. T. Polyak, "Some methods of speeding up the convergence of iteration
/// methods", 1964), in the form of I. Sutskever et al., "On the importance of initialization and momentum in deep
/// learning", 2013, with the rate outside of the velocity:
///
/// ```
/// v ← μ·v + g
/// w ← w − η·v
/// ```
///
/// so that a change of the rate acts at once. With μ = 0 it is plain gradient descent.
public final class Sgd implements Optimizer {

    private final Parameters v;
    private final float momentum;
    private float rate;

    /// @param momentum `μ`, from 0 to below 1
    public Sgd(ModelShape shape, double momentum) {
        v = new Parameters(shape);
        this.momentum = (float) momentum;
    }

    @Override
    public void begin(long step, double learningRate) {
        rate = (float) learningRate;
    }

    @Override
    public void update(Parameters weights, Parameters gradients, float scale, Worker worker) {
        List<Parameters.Tensor> tensors = weights.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            float[] w = tensors.get(i).matrix().data;
            update(
                    w,
                    gradients.tensors().get(i).matrix().data,
                    v.tensors().get(i).matrix().data,
                    worker.shareStart(w.length),
                    worker.shareEnd(w.length),
                    scale,
                    momentum,
                    rate);
        }
    }

    private static void update(
            float[] w, float[] g, float[] v, int from, int to, float scale, float momentum, float rate) {
        for (int j = from; j < to; j++) {
            float velocity = fma(momentum, v[j], g[j] * scale);
            v[j] = velocity;
            w[j] -= rate * velocity;
        }
    }

    @Override
    public List<Parameters> moments() {
        return List.of(v);
    }
}
