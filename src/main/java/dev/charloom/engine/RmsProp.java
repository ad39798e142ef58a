package dev.charloom.engine;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

import java.util.List;

/// RMSprop (T. Tieleman, G. Hinton, "Lecture 6.5: divide the gradient by a running average of its recent magnitude",
/// 2012), with the decay of 0.95 that A. Graves, "Generating Sequences With Recurrent Neural Networks", 2013, used on
/// characters:
///
/// ```
/// v ← ρ·v + (1−ρ)·g²
/// w ← w − η·g/(√v + ε)
/// ```
public final class RmsProp implements Optimizer {

    private static final float DECAY = 0.95f;
    private static final float EPSILON = 1e-8f;

    private final Parameters v;
    private float rate;

    public RmsProp(ModelShape shape) {
        v = new Parameters(shape);
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
                    rate);
        }
    }

    private static void update(float[] w, float[] g, float[] v, int from, int to, float scale, float rate) {
        for (int j = from; j < to; j++) {
            float gradient = g[j] * scale;
            float second = fma(DECAY, v[j] - gradient * gradient, gradient * gradient);
            v[j] = second;
            w[j] -= rate * gradient / ((float) Math.sqrt(second) + EPSILON);
        }
    }

    @Override
    public List<Parameters> moments() {
        return List.of(v);
    }
}
