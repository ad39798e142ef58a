package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.Team;
import dev.charloom.engine.kernel.linux.HugePages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// A network in training: its gradients, its optimiser and the team of threads that computes.
///
/// Everything is allocated here once; a step allocates nothing of size. One thread calls it.
public final class Trainer implements AutoCloseable {

    /// What one step did.
    ///
    /// @param loss sum of the negative log-likelihoods of the window before the step, in nats
    /// @param gradientNorm global norm of the gradients before clipping
    public record StepResult(double loss, double gradientNorm) {}

    /// What a step does beside the optimiser's update.
    ///
    /// @param clipNorm largest global norm of the gradients; 0 for no clipping
    /// @param dropout what a step leaves out
    /// @param averageDecay decay of the weights' moving average; 0 for none
    public record Settings(double clipNorm, Dropout dropout, double averageDecay) {}

    private final Network network;
    private final Parameters gradients;
    private final Optimizer optimizer;
    private final GradientClipping clipping;
    private final @Nullable WeightAverage average;
    private final Team team;
    private final Tape tape;
    private boolean weightsAreWhole;
    private long steps;

    /// A trainer without dropout and average; see [#Trainer(Parameters, Optimizer, Settings, int, int, Blas, int)].
    public Trainer(
            Parameters parameters,
            Optimizer optimizer,
            double clipNorm,
            int maxRows,
            int maxLanes,
            Blas blas,
            int threads) {
        this(parameters, optimizer, new Settings(clipNorm, Dropout.NONE, 0), maxRows, maxLanes, blas, threads);
    }

    /// @param parameters the initial weights; modified by every step
    /// @param maxRows rows of the largest window
    /// @param maxLanes lanes of the largest window
    /// @param threads threads that share a step, at least 1; in plain Java the results do not depend on it
    public Trainer(
            Parameters parameters,
            Optimizer optimizer,
            Settings settings,
            int maxRows,
            int maxLanes,
            Blas blas,
            int threads) {
        this.optimizer = optimizer;
        this.gradients = new Parameters(parameters.shape());
        this.clipping = new GradientClipping(gradients, settings.clipNorm());
        this.average =
                settings.averageDecay() > 0 ? new WeightAverage(parameters.shape(), settings.averageDecay()) : null;
        this.network = Network.forTraining(parameters, settings.dropout(), blas);
        this.team = new Team(threads, "charloom-training");
        try {
            this.tape = Tape.forTraining(parameters.shape(), settings.dropout(), maxRows, maxLanes, blas, team);
            gatherInHugePages();
            packWhole();
        } catch (RuntimeException | Error e) { // there may not be the memory: nobody else can end the threads
            team.close();
            throw e;
        }
    }

    /// Gathers all that a step passes over.
    private void gatherInHugePages() {
        tape.gatherInHugePages();
        var all = new ArrayList<>(optimizer.moments());
        all.add(network.parameters());
        all.add(gradients);
        if (average != null) {
            all.add(average.average());
        }
        all.forEach(it -> it.tensors().forEach(tensor -> HugePages.gather(tensor.values())));
    }

    /// The network to read with: nothing is dropped.
    public Network network() {
        if (!weightsAreWhole) {
            packWhole();
        }
        return network;
    }

    /// The present weights.
    public Parameters parameters() {
        return network.parameters();
    }

    /// The moving average of the weights; null if there is none. It is the trainer's own and may be written to.
    public @Nullable Parameters average() {
        return average == null ? null : average.average();
    }

    /// What `reading` gives while the average is in the place of the weights.
    ///
    /// @throws IllegalStateException if there is none
    public double withAverage(DoubleSupplier reading) {
        if (average == null) {
            throw new IllegalStateException("there is no average of the weights");
        }
        average.swap(network.parameters());
        packWhole();
        try {
            return reading.getAsDouble();
        } finally {
            average.swap(network.parameters());
            packWhole();
        }
    }

    private void packWhole() {
        network.keepWeights();
        network.parametersChanged(tape);
        weightsAreWhole = true;
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
        packWhole();
    }

    /// How many steps were taken.
    public long steps() {
        return steps;
    }

    /// Trains on one window: loss, gradients, clipping, update.
    ///
    /// @param state before the window in, after it out
    public StepResult step(Window window, State state, double learningRate) {
        dropFor(steps);
        tape.begin(window, state, true);
        optimizer.begin(++steps, learningRate);
        if (average != null) {
            average.begin(steps);
        }
        tape.run(worker -> {
            network.forwardAndBackward(window, state, tape, gradients, worker);
            clipping.measure(gradients, worker);
            worker.meet();
            optimizer.update(network.parameters(), gradients, clipping.scale(clipping.norm()), worker);
            if (average != null) {
                average.update(network.parameters(), worker);
            }
            worker.meet();
            if (!network.dropsWeights()) { // else they are packed when it is known for what
                network.pack(worker);
            }
        });
        weightsAreWhole = !network.dropsWeights();
        return new StepResult(Network.sumOfLosses(window, tape), clipping.norm());
    }

    /// Chooses what the step after `step` others drops.
    private void dropFor(long step) {
        tape.dropout().at(step);
        if (network.dropsWeights()) {
            network.dropWeights(step);
            network.parametersChanged(tape);
        }
    }

    /// Sum of the negative log-likelihoods of a window's targets with the present weights, in nats; trains nothing.
    ///
    /// @param state before the window in, after it out
    public double loss(Window window, State state) {
        return network().loss(window, state, tape);
    }

    /// Ends the threads.
    @Override
    public void close() {
        team.close();
    }
}
