package dev.charloom.sampling;

import dev.charloom.engine.Network;
import dev.charloom.engine.State;
import dev.charloom.engine.Tape;
import dev.charloom.engine.Window;
import dev.charloom.engine.kernel.SharedTeam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Advances strands together: one pass of the network reads the next id of each, or the next few of those that have a
/// prompt to read. This is the one place where text is written through the engine.
///
/// A lane's logits do not depend on what else is in the batch, nor on how its ids are cut into passes.
final class LaneBatch {

    private static final int MAX_STEPS = 64;

    /// How many steps a pass has where all its strands have a prompt to read; see [#steps].
    private static final int READING_STEPS = 32;

    /// A strand in a pass.
    private record Lane(Strand strand, int count) {}

    private final Predictor predictor;
    private final int maxRows;
    private final List<State> states = new ArrayList<>(); // by network
    private final List<Tape> tapes = new ArrayList<>(); // by network
    private final Window window = new Window();
    private final int[] widths = new int[MAX_STEPS];
    private final int[] inputs;
    private final int[] targets;
    private final float[] mixed; // N×V

    /// @param lanes most strands of a pass
    /// @param team shares the passes where it is free
    LaneBatch(Predictor predictor, int lanes, SharedTeam team) {
        this.predictor = predictor;
        this.maxRows = lanes + MAX_STEPS;
        this.inputs = new int[maxRows];
        this.targets = new int[maxRows];
        Arrays.fill(targets, -1);
        for (Network network : predictor.networks()) {
            states.add(new State(network.shape(), lanes));
            tapes.add(Tape.forInference(network.shape(), maxRows, lanes, predictor.blas(), team));
        }
        this.mixed = new float[predictor.networks().size() == 1 ? 0 : maxRows * predictor.characters()];
    }

    /// Reads what is pending of each strand, at least one id, and hands each the logits.
    ///
    /// @param strands not empty, and not more than there are lanes
    void advance(List<Strand> strands) {
        List<Lane> lanes = lanes(strands);
        setWindow(lanes);
        float[] logits = logits(lanes);
        for (int lane = 0; lane < lanes.size(); lane++) {
            deliver(lanes.get(lane), lane, logits);
        }
    }

    private void deliver(Lane lane, int index, float[] logits) {
        Strand strand = lane.strand();
        strand.read(lane.count());
        for (int step = 0; step < lane.count(); step++) {
            boolean last = step == lane.count() - 1 && strand.pending() == 0;
            int row = window.start(step) + index;
            strand.look(tapes.getFirst(), row);
            strand.take(logits, row * predictor.characters(), step, last);
        }
    }

    /// The lanes with most to read come first, as a window wants it.
    private List<Lane> lanes(List<Strand> strands) {
        var lanes = new ArrayList<Lane>();
        int spare = maxRows - strands.size();
        int steps = steps(strands);
        for (Strand strand : strands) {
            int more = Math.min(spare, Math.min(strand.pending(), steps) - 1);
            lanes.add(new Lane(strand, 1 + more));
            spare -= more;
        }
        lanes.sort(Comparator.comparingInt(Lane::count).reversed());
        return lanes;
    }

    /// How many ids a strand may read in this pass. A step for a few lanes costs nearly as much as one for all, since
    /// both read all weights; so the fewer strands have a prompt to read, the fewer steps the others wait for them.
    private static int steps(List<Strand> strands) {
        long reading = strands.stream().filter(strand -> strand.pending() > 1).count();
        return strands.size() == 1 ? MAX_STEPS : (int) Math.max(1, READING_STEPS * reading / strands.size());
    }

    private void setWindow(List<Lane> lanes) {
        int steps = lanes.getFirst().count();
        int width = lanes.size();
        int row = 0;
        for (int step = 0; step < steps; step++) {
            while (lanes.get(width - 1).count() <= step) {
                width--;
            }
            widths[step] = width;
            for (int lane = 0; lane < width; lane++) {
                inputs[row++] = lanes.get(lane).strand().pending(step);
            }
        }
        window.set(steps, widths, inputs, targets);
    }

    private float[] logits(List<Lane> lanes) {
        float[] logits = {};
        for (int i = 0; i < states.size(); i++) {
            logits = lanes.size() == 1 ? read(lanes.getFirst(), i) : read(lanes, i);
            if (states.size() > 1) {
                mix(logits, i);
            }
        }
        return states.size() == 1 ? logits : mixed;
    }

    private float[] read(List<Lane> lanes, int network) {
        State state = states.get(network);
        for (int lane = 0; lane < lanes.size(); lane++) {
            state.copyLane(lanes.get(lane).strand().memory().state(network), 0, lane);
        }
        float[] logits = predictor.networks().get(network).logits(window, state, tapes.get(network));
        for (int lane = 0; lane < lanes.size(); lane++) {
            lanes.get(lane).strand().memory().state(network).copyLane(state, lane, 0);
        }
        return logits;
    }

    /// A single lane's state is read and written where it is.
    private float[] read(Lane lane, int network) {
        State state = lane.strand().memory().state(network);
        return predictor.networks().get(network).logits(window, state, tapes.get(network));
    }

    /// Adds the share of one network to the logarithm of the average, row by row.
    private void mix(float[] logits, int network) {
        int length = predictor.characters();
        double[] logProbabilities = new double[length];
        double logWeight = Math.log(predictor.weight(network));
        for (int row = 0; row < window.rows(); row++) {
            LogProbabilities.fill(logits, row * length, length, logProbabilities);
            for (int id = 0; id < length; id++) {
                double share = logProbabilities[id] + logWeight;
                int at = row * length + id;
                mixed[at] = (float) (network == 0 ? share : logSum(mixed[at], share));
            }
        }
    }

    private static double logSum(double a, double b) {
        double max = Math.max(a, b);
        return max == Double.NEGATIVE_INFINITY ? max : max + Math.log1p(Math.exp(Math.min(a, b) - max));
    }
}
