package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// Stacked recurrent layers: each reads the hidden states of the one below over the whole window.
///
/// The workers divide the loop over time by lanes, which never depend on each other, or by hidden units
/// ([Division]); the gradients of the weights are divided by columns. The products with a layer's inputs take many
/// rows at once and are divided by them; but where a worker's lanes alone make a good product, with weights that
/// stay in the cache, it is computed step by step, while the rows are there too, and lanes never wait for each
/// other. Characters are looked up step by step.
final class CellStack {

    /// The products with the inputs are computed step by step with so many weights of an input at most: 1 MB. More of
    /// them would come from far away again in every step.
    private static final int STEPWISE_WEIGHTS = 1 << 18;

    /// So many lanes go through time together, and others after them: a block of an LSTM's gates at H = 512 takes 1 MB,
    /// and the states that the next step reads are still in the cache.
    private static final int BLOCK_LANES = 128;

    /// Inputs are multiplied for so many rows, and then comes the time of these: 8 MB of an LSTM's gates at H = 512,
    /// which a cache shared by the cores may still hold.
    private static final int ROWS_AHEAD = 1024;

    private final List<LayerInput> inputs = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private final List<@Nullable InputNorm> norms = new ArrayList<>();

    private final boolean fewInputWeights;

    private final @Nullable WeightDrop weightDrop;

    private final OutputLayer output;

    CellStack(Parameters parameters, @Nullable WeightDrop weightDrop, OutputLayer output, Blas blas, boolean training) {
        this.weightDrop = weightDrop;
        this.output = output;
        ModelShape shape = parameters.shape();
        fewInputWeights = (long) shape.hidden() * shape.gatesSize() <= STEPWISE_WEIGHTS;
        for (int l = 0; l < shape.layers(); l++) {
            Parameters.Layer layer = weightDrop == null ? parameters.layer(l) : weightDrop.layer(l);
            Cell cell = Cell.of(shape.cell(), layer, blas, training);
            cells.add(cell);
            boolean normalised = shape.normalised();
            FMatrixRMaj bias = normalised ? new FMatrixRMaj(1, shape.gatesSize()) : cell.inputBias();
            norms.add(normalised ? new InputNorm(layer, cell, shape.hidden()) : null);
            inputs.add(
                    l == 0
                            ? new CharacterInput(parameters, bias, blas, training)
                            : new HiddenInput(parameters.layer(l), bias, blas, training));
        }
    }

    void pack(Worker worker) {
        if (weightDrop != null) {
            weightDrop.renew(worker);
            worker.meet();
        }
        cells.forEach(cell -> cell.pack(worker));
        inputs.forEach(input -> input.pack(worker));
        worker.meet();
        inputs.forEach(input -> input.finishPacking(worker));
    }

    /// Hidden states of every layer, into the tape, and the state after the window.
    ///
    /// @param state out; the state before the window is in the tape
    void forward(Window window, State state, Tape tape, Worker worker) {
        boolean units = forUnits(tape, worker);
        boolean stepwise = stepwise(window, worker);
        for (int l = 0; l < cells.size(); l++) {
            if (units) {
                inputs.get(l).forwardUnits(window, tape, l, worker);
            }
            boolean inputsInSteps = stepwise || lookedUp(l, tape, worker);
            boolean inputsAhead = !units && !inputsInSteps;
            int together = inputsAhead ? stepsAhead(window, worker) : window.steps();
            for (int t = 0; t < window.steps(); t += together) {
                int end = Math.min(window.steps(), t + together);
                if (inputsAhead) {
                    forwardInputs(window, tape, l, t, end, worker);
                    worker.meet();
                }
                forwardInTime(window, state, tape, l, inputsInSteps, t, end, worker);
            }
            if (!units && !stepwise) {
                worker.meet();
            }
        }
        if (stepwise && window.steps() > 1) { // the rows of a single step are divided as its lanes are
            worker.meet();
        }
    }

    /// How many steps the inputs are multiplied for at once, the same for all workers: all, where a worker's lanes are
    /// in several blocks, each of which goes through every step.
    private static int stepsAhead(Window window, Worker worker) {
        int sharing = worker.division() == Division.LANES ? worker.count() : 1;
        return window.lanes() <= BLOCK_LANES * sharing
                ? Math.max(1, ROWS_AHEAD / Math.max(1, window.lanes()))
                : window.steps();
    }

    /// The worker's share of the products with the inputs of steps [first, end).
    private void forwardInputs(Window window, Tape tape, int layer, int first, int end, Worker worker) {
        int start = window.start(first);
        int rows = window.start(end) - start;
        int from = start + worker.shareStart(rows);
        int to = start + worker.shareEnd(rows);
        inputs.get(layer).forward(window, tape, layer, from, to, worker);
        InputNorm norm = norms.get(layer);
        if (norm != null) {
            norm.forward(tape.layer(layer), from, to);
        }
    }

    /// Whether a worker computes what concerns its own units, the products with the inputs too, and so waits for the
    /// others at the end of a step alone. That is for windows of a few rows, in inference: in training each worker
    /// has rows enough, and dropout is applied to whole ones.
    static boolean forUnits(Tape tape, Worker worker) {
        return worker.division() == Division.UNITS && !tape.forTraining();
    }

    /// Whether the products with the inputs are computed step by step: where that is efficient, or where a window has
    /// no other. Never where they are normalised, since that takes all of them.
    private boolean stepwise(Window window, Worker worker) {
        boolean efficient = fewInputWeights && window.lanes() >= worker.blas().rowsEnough() * worker.count();
        return norms.getFirst() == null && worker.division() == Division.LANES && (window.steps() == 1 || efficient);
    }

    /// Whether the inputs of a layer are no products, so that nothing is lost if they are fetched step by step, and
    /// are in the cache when the step needs them.
    private boolean lookedUp(int layer, Tape tape, Worker worker) {
        return norms.get(layer) == null
                && worker.division() == Division.LANES
                && inputs.get(layer).isLookup(tape);
    }

    /// The worker's lanes through steps [first, end).
    ///
    /// @param inputsInSteps whether the products with the inputs are still to be computed
    private void forwardInTime(
            Window window,
            State state,
            Tape tape,
            int layer,
            boolean inputsInSteps,
            int first,
            int end,
            Worker worker) {
        Tape.Layer of = tape.layer(layer, worker);
        var step = new Step();
        int lanes = worker.lastLane(window.lanes());
        for (int from = worker.firstLane(window.lanes()); from < lanes; from += BLOCK_LANES) {
            int block = Math.min(lanes, from + BLOCK_LANES);
            for (int t = first; t < end; t++) {
                int to = Math.min(block, window.width(t));
                if (from < to) {
                    step.at(window, tape, of, layer, t, from, to - from);
                    if (inputsInSteps) {
                        inputs.get(layer).forward(window, tape, layer, step.row(), step.row() + step.rows(), worker);
                    }
                    cells.get(layer).forward(step, of, worker);
                }
                worker.meetInStep();
                keepLastStates(window, state, of, layer, t, Math.max(from, window.width(t + 1)), to, worker);
            }
        }
    }

    /// Lanes [from, to) have their last step at `t`: what they end in is the state after the window.
    private static void keepLastStates(
            Window window, State state, Tape.Layer tape, int layer, int t, int from, int to, Worker worker) {
        for (int lane = from; lane < to; lane++) {
            int row = window.start(t) + lane;
            worker.copyUnits(tape.H(), row, state.h(layer), lane);
            if (state.c(layer).numRows > 0) {
                worker.copyUnits(tape.C(), row, state.c(layer), lane);
            }
        }
    }

    /// Gradients of all layers from the tape's dH, which holds those of the top layer's hidden states.
    ///
    /// @param d modified: the worker's share is written, or added to what the output has written
    void backward(Window window, Tape tape, Parameters d, Worker worker) {
        boolean stepwise = stepwise(window, worker);
        for (int l = cells.size() - 1; l >= 0; l--) {
            backwardInTime(window, tape, l, stepwise, worker);
            worker.meet();
            InputNorm norm = norms.get(l);
            if (norm != null) {
                norm.backward(window.rows(), tape.layer(l), d.layer(l), worker);
            }
            backwardOverRows(window, tape, l, stepwise, d, worker);
            worker.meet();
            inputs.get(l).finishGradients(window, tape, d, worker);
        }
        if (weightDrop != null) {
            weightDrop.maskGradients(d, worker);
            worker.meet();
        }
    }

    /// Gradients of what layer `layer` reads, in rows [from, to).
    private void propagate(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        inputs.get(layer).propagate(window, tape, layer, from, to, worker);
        if (layer > 0) {
            output.addSkipped(window, tape, layer - 1, from, to, worker);
        }
    }

    private void backwardInTime(Window window, Tape tape, int layer, boolean stepwise, Worker worker) {
        int to = worker.lastLane(window.lanes());
        for (int lane = worker.firstLane(window.lanes()); lane < to; lane += BLOCK_LANES) {
            backwardInTime(window, tape, layer, stepwise, lane, Math.min(to, lane + BLOCK_LANES), worker);
        }
    }

    private void backwardInTime(
            Window window, Tape tape, int layer, boolean stepwise, int from, int to, Worker worker) {
        var step = new Step();
        for (int t = window.steps() - 1; t >= 0; t--) {
            int end = Math.min(to, window.width(t));
            int ended = Math.max(from, window.width(t + 1));
            zeroUnits(tape.dHnext(), ended, end, worker);
            zeroUnits(tape.dC(), ended, end, worker);
            if (from < end) {
                step.at(window, tape, tape.layer(layer), layer, t, from, end - from);
                cells.get(layer).backward(step, tape.layer(layer), tape, worker);
                if (stepwise) {
                    propagate(window, tape, layer, step.row(), step.row() + step.rows(), worker);
                }
            }
        }
    }

    /// Gradients of a layer's weights and of what it reads, from those of its pre-activations, which are fetched once
    /// for both, block by block.
    ///
    /// @param propagated whether what the layer reads has its gradients already
    private void backwardOverRows(
            Window window, Tape tape, int layer, boolean propagated, Parameters d, Worker worker) {
        var block = new RowBlock();
        for (int from = 0; from < window.rows(); from += RowBlock.MOST_ROWS) {
            int to = Math.min(window.rows(), from + RowBlock.MOST_ROWS);
            block.at(window, tape, layer, from, to, worker);
            cells.get(layer).addGradients(block, tape.layer(layer), tape, d.layer(layer), worker);
            inputs.get(layer).addGradients(window, tape, layer, from, to, d, worker);
            worker.finishGradients();
            if (!propagated) {
                int rows = to - from;
                propagate(window, tape, layer, from + worker.shareStart(rows), from + worker.shareEnd(rows), worker);
            }
        }
    }

    /// Zeros rows [from, to) of the worker's units.
    private static void zeroUnits(FMatrixRMaj m, int from, int to, Worker worker) {
        for (int row = from; row < to; row++) {
            int at = row * m.numCols + worker.firstUnit();
            java.util.Arrays.fill(m.data, at, at + worker.units(), 0f);
        }
    }
}
