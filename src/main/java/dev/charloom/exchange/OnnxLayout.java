package dev.charloom.exchange;

import dev.charloom.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/// The weights of ONNX' operators `RNN`, `GRU`, `LSTM` (onnx.ai/onnx/operators): W is (1, G·H, D), R (1, G·H, H),
/// gates lie below each other; B is (1, 2·G·H), the bias of the inputs, then that of the recurrent product.
final class OnnxLayout {

    static final String EMBEDDING = "embedding";
    static final String OUTPUT_WEIGHTS = "output_weights";
    static final String OUTPUT_BIAS = "output_bias";

    private OnnxLayout() {}

    static List<TensorLayout> of(ModelShape shape) {
        int v = shape.vocabulary();
        int h = shape.hidden();
        int gates = shape.gatesSize();
        var tensors = new ArrayList<TensorLayout>();
        if (!shape.oneHot()) { // one more row, of zeros: what is read where there is no character
            int e = shape.embedding();
            tensors.add(tensor(EMBEDDING, Block.of("embedding", 0, e, 0, 0), v + 1, e));
        }
        for (int l = 0; l < shape.layers(); l++) {
            var layer = new LayerTensors(shape, l, GateOrder.onnx(shape.cell()), false);
            int[] inputs = {1, gates, shape.inputSize(l)};
            tensors.add(new TensorLayout("w" + l, inputs, layer.alongRows("W", 0, 0)));
            tensors.add(new TensorLayout("r" + l, new int[] {1, gates, h}, layer.alongRows("U", 0, 0)));
            var biases = new ArrayList<Block>(layer.bias(0, 0));
            biases.addAll(layer.recurrentBias(0, gates));
            tensors.add(new TensorLayout("b" + l, new int[] {1, 2 * gates}, biases));
        }
        tensors.add(tensor(OUTPUT_WEIGHTS, Block.of("output.W", 0, v, 0, 0), h, v));
        tensors.add(tensor(OUTPUT_BIAS, Block.of("output.b", 0, v, 0, 0), v));
        return tensors;
    }

    private static TensorLayout tensor(String name, Block block, int... shape) {
        return new TensorLayout(name, shape, List.of(block));
    }
}
