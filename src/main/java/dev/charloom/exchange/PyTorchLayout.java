package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/// The tensors of PyTorch's `nn.Embedding`, `nn.RNN`, `nn.GRU` or `nn.LSTM`, and `nn.Linear`
/// (docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html): weights are (outputs, inputs), gates lie below each
/// other, every layer has two biases.
final class PyTorchLayout {

    /// What the modules are called in a `state_dict`.
    ///
    /// @param embedding with the dot at its end; as the others
    record Names(String embedding, String recurrent, String output) {

        /// Those that this service writes.
        static final Names OURS = new Names("embedding.", "rnn.", "output.");
    }

    private PyTorchLayout() {}

    static List<TensorLayout> of(ModelShape shape, Names names, GateOrder order, boolean candidateUpdate) {
        int v = shape.vocabulary();
        int h = shape.hidden();
        int gates = shape.gatesSize();
        var tensors = new ArrayList<TensorLayout>();
        if (!shape.oneHot()) {
            int e = shape.embedding();
            tensors.add(tensor(names.embedding() + "weight", Block.of("embedding", 0, e, 0, 0), v, e));
        }
        for (int l = 0; l < shape.layers(); l++) {
            var layer = new LayerTensors(shape, l, order, candidateUpdate);
            String prefix = names.recurrent();
            int[] bias = {gates};
            int[] inputs = {gates, shape.inputSize(l)};
            tensors.add(new TensorLayout(prefix + "weight_ih_l" + l, inputs, layer.alongRows("W", 0, 0)));
            tensors.add(new TensorLayout(prefix + "weight_hh_l" + l, new int[] {gates, h}, layer.alongRows("U", 0, 0)));
            tensors.add(new TensorLayout(prefix + "bias_ih_l" + l, bias, layer.bias(0, 0)));
            tensors.add(new TensorLayout(prefix + "bias_hh_l" + l, bias, layer.recurrentBias(0, 0)));
        }
        Block weights = Block.of("output.W", 0, v, 0, 0).asTransposed();
        tensors.add(tensor(names.output() + "weight", weights, v, h));
        tensors.add(tensor(names.output() + "bias", Block.of("output.b", 0, v, 0, 0), v));
        return tensors;
    }

    private static TensorLayout tensor(String name, Block block, int... shape) {
        return new TensorLayout(name, shape, List.of(block));
    }
}
