package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.Team;

/// Reads a text with a model that learns from it while it reads: every stretch is scored with the weights as they
/// are, and only then trained on (B. Krause, E. Kahembwe, I. Murray, S. Renals, "Dynamic Evaluation of Neural Sequence
/// Models", 2018; stochastic gradient descent with a way back to the trained weights):
///
/// ```
/// w ← w − η·g + λ·(w₀ − w)
/// ```
///
/// with g the gradient of the stretch's mean loss, clipped by its norm, and w₀ the trained weights.
public final class DynamicEvaluation implements AutoCloseable {

    /// How it learns.
    ///
    /// @param rate `η`, 0 or more
    /// @param decay `λ`, the share of the way back to the trained weights, 0 to 1
    /// @param clipNorm largest global norm of a gradient
    public record Settings(double rate, double decay, double clipNorm) {

        /// What does well on characters.
        public static Settings defaults() {
            return new Settings(0.1, 0.001, 1);
        }
    }

    /// Steps of a stretch: what has been learned from one is of use to the next.
    public static final int STRETCH = 20;

    private final Parameters trained;
    private final Parameters weights;
    private final Parameters gradients;
    private final GradientClipping clipping;
    private final Settings settings;
    private final Network network;
    private final Team team;
    private final Tape tape;

    /// @param trained the weights to begin with; copied
    /// @param maxRows rows of the longest stretch
    /// @param maxLanes lanes of the widest
    public DynamicEvaluation(Parameters trained, Settings settings, int maxRows, int maxLanes, Blas blas, int threads) {
        this.trained = trained;
        this.settings = settings;
        weights = trained.copy();
        gradients = new Parameters(trained.shape());
        clipping = new GradientClipping(gradients, settings.clipNorm());
        network = Network.forTraining(weights, blas);
        team = new Team(threads, "charloom-dynamic-evaluation");
        try {
            tape = Tape.forTraining(trained.shape(), maxRows, maxLanes, blas, team);
            network.parametersChanged(tape);
        } catch (RuntimeException | Error e) { // there may not be the memory: nobody else can end the threads
            team.close();
            throw e;
        }
    }

    /// The logits of a stretch with the present weights, as [Network#logits]; learns nothing.
    ///
    /// @param state before the stretch; not modified
    public float[] logits(Window window, State state) {
        return network.logits(window, state.copy(), tape);
    }

    /// Scores a stretch with the present weights, and then learns from it.
    ///
    /// @param state before the stretch in, after it out
    /// @return the sum of the negative log-likelihoods, in nats
    public double read(Window window, State state) {
        tape.begin(window, state, true);
        tape.run(worker -> {
            network.forwardAndBackward(window, state, tape, gradients, worker);
            clipping.measure(gradients, worker);
            worker.meet();
            update(clipping.scale(clipping.norm()), worker);
            worker.meet();
            network.pack(worker);
        });
        return Network.sumOfLosses(window, tape);
    }

    private void update(float scale, Worker worker) {
        float rate = (float) settings.rate() * scale;
        float decay = (float) settings.decay();
        for (int i = 0; i < weights.tensors().size(); i++) {
            float[] w = weights.tensors().get(i).matrix().data;
            float[] w0 = trained.tensors().get(i).matrix().data;
            float[] g = gradients.tensors().get(i).matrix().data;
            update(w, w0, g, worker.shareStart(w.length), worker.shareEnd(w.length), rate, decay);
        }
    }

    private static void update(float[] w, float[] w0, float[] g, int from, int to, float rate, float decay) {
        for (int j = from; j < to; j++) {
            w[j] += decay * (w0[j] - w[j]) - rate * g[j];
        }
    }

    /// Ends the threads.
    @Override
    public void close() {
        team.close();
    }
}
