package dev.charloom.peers;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// PyTorch, called as its Python modules `Embedding`, `RNN`, `GRU` or `LSTM`, and `Linear` call it.
final class TorchPeer implements Peer {

    private static final double CLIP_NORM = 5;
    private static final double LEARNING_RATE = 2e-3;
    private static final TensorOptions IDS = new TensorOptions(ScalarType.Long);

    private final Workload workload;
    private final TensorVector parameters = new TensorVector();
    private final Tensor embedding; // V×E
    private final TensorVector layers = new TensorVector(); // of each: GH×E or GH×H, GH×H, GH, GH
    private final Tensor outputWeights; // V×H
    private final TensorOptional outputBias; // V

    TorchPeer(Workload workload, int threads) {
        this.workload = workload;
        torch.set_num_threads(threads);

        int hidden = workload.hidden();
        int gates = workload.cell().gates * hidden;
        embedding = parameter(workload.vocabulary(), workload.embedding());
        for (int layer = 0; layer < workload.layers(); layer++) {
            layers.push_back(parameter(gates, layer == 0 ? workload.embedding() : hidden));
            layers.push_back(parameter(gates, hidden));
            layers.push_back(parameter(gates));
            layers.push_back(parameter(gates));
        }
        outputWeights = parameter(workload.vocabulary(), hidden);
        outputBias = new TensorOptional(parameter(workload.vocabulary()));
    }

    /// Uniform in ±1/√H
    private Tensor parameter(long... shape) {
        double range = 1 / Math.sqrt(workload.hidden());
        Tensor tensor = torch.rand(shape).mul_(new Scalar(2 * range)).sub_(new Scalar(range));
        tensor.set_requires_grad(true);
        parameters.push_back(tensor);
        return tensor;
    }

    @Override
    public Runnable training() {
        int vocabulary = workload.vocabulary();
        Tensor inputs = torch.randint(vocabulary, new long[] {workload.time(), workload.batch()}, IDS);
        Tensor targets = torch.randint(vocabulary, new long[] {(long) workload.time() * workload.batch()}, IDS);
        var adam = new FusedAdam(parameters, LEARNING_RATE);
        return () -> {
            try (var scope = new PointerScope()) {
                forgetGradients();
                Tensor logits = forward(inputs, zeroState(), true).logits();
                torch.cross_entropy(logits.view(-1, vocabulary), targets).backward();
                torch.clip_grad_norm_(parameters, CLIP_NORM);
                adam.step();
            }
        };
    }

    private void forgetGradients() {
        for (Tensor parameter : parameters.get()) {
            parameter.mutable_grad().reset();
        }
    }

    @Override
    public Runnable sampling() {
        // One stream alone is faster without oneDNN.
        torch.globalContext().setUserEnabledMkldnn(workload.batch() > 1);
        var text = new Object() {
            Tensor ids = torch.zeros(new long[] {1, workload.batch()}, IDS);
            TensorVector state = zeroState();
        };
        return () -> {
            try (var inference = new InferenceMode()) {
                for (int i = 0; i < Workload.CHARACTERS_PER_STREAM; i++) {
                    try (var scope = new PointerScope()) {
                        var output = forward(text.ids, text.state, false);
                        Tensor probabilities = torch.softmax(output.logits().select(0, 0), -1);
                        text.ids = keep(torch.multinomial(probabilities, 1).t(), text.ids);
                        text.state = keep(output.state(), text.state);
                    }
                }
            }
        };
    }

    /// Keeps `next` beyond the scope that made it, and lets go of what it follows.
    private static <P extends Pointer> P keep(P next, P previous) {
        previous.releaseReference();
        return next.retainReference();
    }

    private TensorVector zeroState() {
        long[] shape = {workload.layers(), workload.batch(), workload.hidden()};
        return workload.cell() == Cell.LSTM
                ? new TensorVector(torch.zeros(shape), torch.zeros(shape))
                : new TensorVector(torch.zeros(shape));
    }

    /// @param ids T×B
    private Output forward(Tensor ids, TensorVector state, boolean training) {
        Tensor inputs = torch.embedding(embedding, ids);
        int depth = workload.layers();
        return switch (workload.cell()) {
            case RNN -> {
                var result = torch.rnn_tanh(inputs, state.get(0), layers, true, depth, 0, training, false, false);
                yield output(result.get0(), result.get1());
            }
            case GRU -> {
                var result = torch.gru(inputs, state.get(0), layers, true, depth, 0, training, false, false);
                yield output(result.get0(), result.get1());
            }
            case LSTM -> {
                var result = torch.lstm(inputs, state, layers, true, depth, 0, training, false, false);
                yield output(result.get0(), result.get1(), result.get2());
            }
        };
    }

    private Output output(Tensor hidden, Tensor... state) {
        return new Output(torch.linear(hidden, outputWeights, outputBias), new TensorVector(state));
    }

    /// @param logits T×B×V
    private record Output(Tensor logits, TensorVector state) {}
}
