package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.Team;
import java.util.List;

/// A network in training: its gradients, its optimiser and the team of threads that computes.
///
/// Everything is allocated here once; a step allocates nothing of size. One thread calls it.
public final class Trainer implements AutoCloseable {

    /// What one step did.
    ///
    /// @param loss sum of the negative log-likelihoods of the window before the step, in nats
    /// @param gradientNorm global norm of the gradients before clipping
    public record StepResult(double loss, double gradientNorm) {}

    private final Network network;
    private final Parameters gradients;
    private final Optimizer optimizer;
    private final GradientClipping clipping;
    private final Team team;
    private final Tape tape;
    private long steps;

    /// @param parameters the initial weights; modified by every step
    /// @param maxRows rows of the largest window
    /// @param maxLanes lanes of the largest window
    /// @param clipNorm largest global norm of the gradients; 0 for no clipping
    /// @param threads threads that share a step, at least 1; in plain Java the results do not depend on it
    public Trainer(
            Parameters parameters,
            Optimizer optimizer,
            double clipNorm,
            int maxRows,
            int maxLanes,
            Blas blas,
            int threads) {
        this.optimizer = optimizer;
        this.gradients = new Parameters(parameters.shape());
        this.clipping = new GradientClipping(gradients, clipNorm);
        this.network = Network.forTraining(parameters, blas);
        this.team = new Team(threads, "charloom-training");
        this.tape = Tape.forTraining(parameters.shape(), maxRows, maxLanes, blas, team);
        network.parametersChanged(tape);
    }

    public Network network() {
        return network;
    }

    /// What the optimiser remembers, see [Optimizer#moments()].
    public List<Parameters> moments() {
        return optimizer.moments();
    }

    /// Goes on from where another run stood, once its weights and moments were written into those of this.
    ///
    /// @param taken how many steps were taken until then
    public void resumeAt(long taken) {
        steps = taken;
        network.parametersChanged(tape);
    }

    /// How many steps were taken.
    public long steps() {
        return steps;
    }

    /// Trains on one window: loss, gradients, clipping, update.
    ///
    /// @param state before the window in, after it out
    public StepResult step(Window window, State state, double learningRate) {
        network.begin(window, state, tape, true);
        gradients.zero();
        optimizer.begin(++steps, learningRate);
        tape.run(worker -> {
            network.forwardAndBackward(window, state, tape, gradients, worker);
            clipping.measure(gradients, worker);
            worker.meet();
            optimizer.update(network.parameters(), gradients, clipping.scale(clipping.norm()), worker);
            worker.meet();
            network.pack(worker);
        });
        return new StepResult(Network.sumOfLosses(window, tape), clipping.norm());
    }

    /// Sum of the negative log-likelihoods of a window's targets with the present weights, in nats; trains nothing.
    ///
    /// @param state before the window in, after it out
    public double loss(Window window, State state) {
        return network.loss(window, state, tape);
    }

    /// Ends the threads.
    @Override
    public void close() {
        team.close();
    }
}
