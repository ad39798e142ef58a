package dev.charloom.engine;

import java.util.List;

/// Adam with decoupled weight decay (I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019): beside
/// [Adam]'s change, every step shrinks the weights by a share of themselves,
///
/// ```
/// w ← (1 − η·λ)·w, then Adam's update
/// ```
///
/// with η the learning rate of the step, as PyTorch does it. Only what multiplies a hidden state or an input of a
/// layer is decayed: `W` and `U` of the layers and of the output. Biases are exempt because they do not make a
/// function less smooth, embeddings because a rare character's row would shrink with every step in which it does
/// not occur.
public final class AdamW implements Optimizer {

    private final Adam adam;
    private final double decay;
    private float keep = 1;

    /// @param decay `λ`, at least 0
    public AdamW(ModelShape shape, double decay) {
        adam = new Adam(shape);
        this.decay = decay;
    }

    @Override
    public void begin(long step, double learningRate) {
        adam.begin(step, learningRate);
        keep = (float) (1 - learningRate * decay);
    }

    @Override
    public void update(Parameters weights, Parameters gradients, float scale, Worker worker) {
        for (Parameters.Tensor tensor : weights.tensors()) {
            if (decays(tensor)) {
                float[] w = tensor.matrix().data;
                shrink(w, worker.shareStart(w.length), worker.shareEnd(w.length), keep);
            }
        }
        adam.update(weights, gradients, scale, worker);
    }

    /// Whether a tensor is a weight matrix of a layer or of the output.
    static boolean decays(Parameters.Tensor tensor) {
        return tensor.name().endsWith(".W") || tensor.name().endsWith(".U");
    }

    private static void shrink(float[] w, int from, int to, float keep) {
        for (int j = from; j < to; j++) {
            w[j] *= keep;
        }
    }

    @Override
    public List<Parameters> moments() {
        return adam.moments();
    }
}
