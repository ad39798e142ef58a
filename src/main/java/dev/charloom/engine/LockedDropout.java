package dev.charloom.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The places of a tape's locked dropout: below the first layer, below each of the others, and between the output and
/// each layer that it reads.
final class LockedDropout {

    /// More places than a network can have: the numbers of the random streams of a step.
    private static final int PLACES_PER_STEP = 1024;

    private final long seed;
    private final int layers;
    private final List<@Nullable MaskedRows> places = new ArrayList<>(); // 2L: below every layer, then beside it
    private final boolean any;
    private long step;
    private boolean on;

    /// @param rows of the largest window
    /// @param lanes of the largest window
    LockedDropout(ModelShape shape, Dropout dropout, int rows, int lanes) {
        seed = dropout.seed();
        layers = shape.layers();
        int input = shape.inputSize(0);
        boolean embedded = !shape.oneHot();
        places.add(
                dropout.input() > 0 ? new MaskedRows(dropout.input(), rows, lanes, input, embedded, embedded) : null);
        for (int l = 1; l < layers; l++) {
            places.add(hidden(dropout.between(), shape, rows, lanes));
        }
        for (int l = 0; l < layers; l++) {
            places.add(shape.feedsOutput(l) ? hidden(dropout.output(), shape, rows, lanes) : null);
        }
        any = places.stream().anyMatch(place -> place != null);
    }

    private static @Nullable MaskedRows hidden(double probability, ModelShape shape, int rows, int lanes) {
        return probability > 0 ? new MaskedRows(probability, rows, lanes, shape.hidden(), true, false) : null;
    }

    /// Chooses the masks of a step; they are drawn by [#draw].
    void at(long nextStep) {
        step = nextStep;
    }

    /// Whether the next pass drops.
    void turn(boolean dropping) {
        on = dropping && any;
    }

    /// Draws the worker's share of the masks for so many lanes, if the pass drops, and waits for the others.
    void draw(int lanes, Worker worker) {
        if (!on) {
            return;
        }
        int from = worker.shareStart(lanes);
        int to = worker.shareEnd(lanes);
        for (int p = 0; p < places.size(); p++) {
            MaskedRows place = places.get(p);
            if (place != null) {
                place.draw(seed, step * PLACES_PER_STEP + p, from, to);
            }
        }
        worker.meet();
    }

    /// The place below layer `layer`; null where nothing is dropped in this pass.
    @Nullable
    MaskedRows below(int layer) {
        return on ? places.get(layer) : null;
    }

    /// The place between layer `layer` and the output; null where nothing is dropped in this pass.
    @Nullable
    MaskedRows aside(int layer) {
        return on ? places.get(layers + layer) : null;
    }
}
