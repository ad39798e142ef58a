package dev.charloom.engine;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import java.util.List;

/// Adam (D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015), with bias correction.
///
/// ```
/// m ← β₁·m + (1−β₁)·g      v ← β₂·v + (1−β₂)·g²
/// w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε·√(1−β₂ᵗ))
/// ```
///
/// which is the paper's update with its two corrections drawn together.
public final class Adam implements Optimizer {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final double EPSILON = 1e-8;

    private final Parameters m;
    private final Parameters v;
    private float stepSize;
    private float epsilon;

    public Adam(ModelShape shape) {
        m = new Parameters(shape);
        v = new Parameters(shape);
    }

    @Override
    public void begin(long step, double learningRate) {
        double correction2 = Math.sqrt(1 - Math.pow(BETA2, (double) step));
        stepSize = (float) (learningRate * correction2 / (1 - Math.pow(BETA1, (double) step)));
        epsilon = (float) (EPSILON * correction2);
    }

    @Override
    public void update(Parameters weights, Parameters gradients, float scale, Worker worker) {
        List<Parameters.Tensor> tensors = weights.tensors();
        for (int i = 0; i < tensors.size(); i++) {
            float[] w = tensors.get(i).matrix().data;
            update(
                    w,
                    gradients.tensors().get(i).matrix().data,
                    m.tensors().get(i).matrix().data,
                    v.tensors().get(i).matrix().data,
                    worker.shareStart(w.length),
                    worker.shareEnd(w.length),
                    scale,
                    stepSize,
                    epsilon);
        }
    }

    private static void update(
            float[] w, float[] g, float[] m, float[] v, int from, int to, float scale, float stepSize, float epsilon) {
        for (int j = from; j < to; j++) {
            float gradient = g[j] * scale;
            float first = fma(BETA1, m[j] - gradient, gradient);
            float second = fma(BETA2, v[j] - gradient * gradient, gradient * gradient);
            m[j] = first;
            v[j] = second;
            w[j] -= stepSize * first / ((float) Math.sqrt(second) + epsilon);
        }
    }

    @Override
    public List<Parameters> moments() {
        return List.of(m, v);
    }
}
