package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.jspecify.annotations.Nullable;

/// A stacked recurrent language model: ids in, logits of the following id out.
///
/// Holds the parameters and packed copies of them, which [#parametersChanged] renews. Passes write to a [Tape] and a
/// [State] that the caller owns, so a network may be read by many threads as long as nobody changes its parameters.
public final class Network {

    private final ModelShape shape;
    private final Parameters parameters;
    private final CellStack stack;
    private final OutputLayer output;

    private final @Nullable WeightDrop weightDrop;

    private Network(Parameters parameters, @Nullable WeightDrop weightDrop, Blas blas, boolean training) {
        this.weightDrop = weightDrop;
        this.shape = parameters.shape();
        this.parameters = parameters;
        this.output = new OutputLayer(parameters, blas, training);
        this.stack = new CellStack(parameters, weightDrop, output, blas, training);
    }

    /// A network that trains: [#parametersChanged] must be called before its first pass and after every change.
    static Network forTraining(Parameters parameters, Blas blas) {
        return forTraining(parameters, Dropout.NONE, blas);
    }

    /// As [#forTraining(Parameters, Blas)], with dropout of recurrent weights: which ones are missing is chosen by
    /// [#dropWeights], before the weights are packed.
    static Network forTraining(Parameters parameters, Dropout dropout, Blas blas) {
        double weights = dropout.weights();
        var weightDrop = weights > 0 ? new WeightDrop(parameters, weights, dropout.seed()) : null;
        return new Network(parameters, weightDrop, blas, true);
    }

    /// A network for inference over parameters that do not change any more.
    public static Network forInference(Parameters parameters, Blas blas) {
        var network = new Network(parameters, null, blas, false);
        Tape.forInference(parameters.shape(), 1, 1, blas).run(network::pack);
        return network;
    }

    public ModelShape shape() {
        return shape;
    }

    public Parameters parameters() {
        return parameters;
    }

    /// Whether recurrent weights are missing in training.
    boolean dropsWeights() {
        return weightDrop != null;
    }

    /// From the next packing on, the recurrent weights that step `step` drops are missing.
    void dropWeights(long step) {
        if (weightDrop != null) {
            weightDrop.at(step);
        }
    }

    /// From the next packing on, all weights are there.
    void keepWeights() {
        if (weightDrop != null) {
            weightDrop.off();
        }
    }

    /// Renews the packed weights.
    void parametersChanged(Tape tape) {
        tape.run(this::pack);
    }

    void pack(Worker worker) {
        output.pack(worker);
        stack.pack(worker);
    }

    /// Reads a window and returns the logits after each of its rows: N·V numbers, row by row, in the tape and valid
    /// until its next pass.
    ///
    /// @param state before the window in, after it out: each lane's state after its last step
    public float[] logits(Window window, State state, Tape tape) {
        tape.begin(window, state, false);
        tape.run(worker -> {
            stack.forward(window, state, tape, worker);
            outputRows(window, tape, worker);
        });
        return tape.logits().data;
    }

    /// Reads a window and returns the sum of the negative log-likelihoods of its targets, in nats.
    ///
    /// @param state before the window in, after it out
    public double loss(Window window, State state, Tape tape) {
        tape.begin(window, state, false);
        tape.run(worker -> {
            stack.forward(window, state, tape, worker);
            outputRows(window, tape, worker);
            worker.meetInStep(); // each may have the logits of some characters alone
            int rows = window.rows();
            worker.softmaxCrossEntropy()
                    .loss(
                            tape.logits(),
                            window.targets(),
                            worker.shareStart(rows),
                            worker.shareEnd(rows),
                            tape.losses());
        });
        return sumOfLosses(window, tape);
    }

    /// Truncated back-propagation through time over one window.
    ///
    /// @param state before the window in, after it out; no gradient flows into it
    /// @param d out: the gradients of the mean loss over the window's scored rows
    /// @return the sum of the negative log-likelihoods, in nats
    public double lossAndGradients(Window window, State state, Tape tape, Parameters d) {
        tape.begin(window, state, true);
        tape.run(worker -> forwardAndBackward(window, state, tape, d, worker));
        return sumOfLosses(window, tape);
    }

    void forwardAndBackward(Window window, State state, Tape tape, Parameters d, Worker worker) {
        tape.dropout().draw(window.lanes(), worker);
        stack.forward(window, state, tape, worker);
        outputRows(window, tape, worker);
        int from = worker.shareStart(window.rows());
        int to = worker.shareEnd(window.rows());
        float scale = 1f / Math.max(1, window.scored());
        worker.softmaxCrossEntropy().lossAndGradient(tape.logits(), window.targets(), from, to, scale, tape.losses());
        output.backward(window, tape, from, to, worker);
        worker.meet();
        output.addGradients(window, tape, d, worker);
        stack.backward(window, tape, d, worker);
    }

    static double sumOfLosses(Window window, Tape tape) {
        double sum = 0;
        for (int row = 0; row < window.rows(); row++) {
            sum += tape.losses()[row];
        }
        return sum;
    }

    private void outputRows(Window window, Tape tape, Worker worker) {
        if (CellStack.forUnits(tape, worker)) {
            output.forwardCharacters(window, tape, worker);
            return;
        }
        int from = worker.shareStart(window.rows());
        int to = worker.shareEnd(window.rows());
        output.forward(window, tape, from, to, worker);
    }
}
