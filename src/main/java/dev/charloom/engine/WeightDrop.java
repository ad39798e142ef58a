package dev.charloom.engine;

import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/// The weight-drop of a network in training: recurrent weights of which some are missing, other ones at every step, and
/// the gradients of which are missing then, too. See [Dropout#weights()].
///
/// The layers compute with a copy of the recurrent weights, which [#renew] makes before they are packed. No mask is
/// kept: it is drawn again for the gradients.
final class WeightDrop {

    /// More layers than a network can have: the numbers of the random streams of a step.
    private static final int LAYERS_PER_STEP = 1024;

    private static final long NO_STEP = -1;

    private final Parameters parameters;
    private final Bernoulli bernoulli;
    private final long seed;
    private final List<FMatrixRMaj> dropped = new ArrayList<>(); // per layer H×G·H
    private long step = NO_STEP;

    WeightDrop(Parameters parameters, double probability, long seed) {
        this.parameters = parameters;
        this.bernoulli = new Bernoulli(probability);
        this.seed = seed;
        for (int l = 0; l < parameters.shape().layers(); l++) {
            dropped.add(new FMatrixRMaj(
                    parameters.shape().hidden(), parameters.shape().gatesSize()));
        }
    }

    /// The parameters that a layer computes with.
    Parameters.Layer layer(int layer) {
        Parameters.Layer it = parameters.layer(layer);
        return new Parameters.Layer(it.W(), dropped.get(layer), it.b(), it.bU(), it.gW(), it.gU());
    }

    /// Chooses the masks of a step.
    void at(long nextStep) {
        step = nextStep;
    }

    /// Chooses none: all weights are there.
    void off() {
        step = NO_STEP;
    }

    /// Renews the worker's share of the weights that the layers compute with.
    void renew(Worker worker) {
        for (int l = 0; l < dropped.size(); l++) {
            float[] from = parameters.layer(l).U().data;
            float[] to = dropped.get(l).data;
            int start = start(worker.index(), worker, to.length);
            int end = start(worker.index() + 1, worker, to.length);
            if (step == NO_STEP) {
                System.arraycopy(from, start, to, start, end - start);
            } else {
                bernoulli.multiply(draws(l, start), from, to, start, end);
            }
        }
    }

    /// From gradients of the weights with some missing, those of all of them: the worker's share.
    ///
    /// @param d modified
    void maskGradients(Parameters d, Worker worker) {
        if (step == NO_STEP) {
            return;
        }
        for (int l = 0; l < dropped.size(); l++) {
            float[] dU = d.layer(l).U().data;
            int start = start(worker.index(), worker, dU.length);
            int end = start(worker.index() + 1, worker, dU.length);
            bernoulli.multiply(draws(l, start), dU, dU, start, end);
        }
    }

    /// Shares begin where a random number does.
    private static int start(int index, Worker worker, int size) {
        int share = Math.ceilDiv(Bernoulli.numbers(size), worker.count());
        return Math.min(size, index * share * Bernoulli.PER_NUMBER);
    }

    private RandomStream draws(int layer, int start) {
        return RandomStream.of(seed, Purpose.WEIGHT_DROP, step * LAYERS_PER_STEP + layer)
                .at(start / Bernoulli.PER_NUMBER);
    }
}
