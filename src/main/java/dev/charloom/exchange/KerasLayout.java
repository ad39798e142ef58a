package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/// The arrays of Keras 3's `Embedding`, `SimpleRNN`, `GRU` or `LSTM`, and `Dense`, in the order of
/// `model.get_weights()` (github.com/keras-team/keras, `keras/src/layers/rnn/`): kernels are (inputs, outputs),
/// gates lie side by side, and the bias of a GRU with `reset_after=True` has a row for the inputs and one for the
/// recurrent product.
final class KerasLayout {

    /// What `numpy.savez` calls the arrays that it is given without names, before their numbers.
    static final String PREFIX = "arr_";

    private KerasLayout() {}

    static List<TensorLayout> of(ModelShape shape, GateOrder order, boolean candidateUpdate) {
        int v = shape.vocabulary();
        int h = shape.hidden();
        int gates = shape.gatesSize();
        var arrays = new ArrayList<TensorLayout>();
        if (!shape.oneHot()) {
            add(arrays, List.of(Block.of("embedding", 0, shape.embedding(), 0, 0)), v, shape.embedding());
        }
        for (int l = 0; l < shape.layers(); l++) {
            var layer = new LayerTensors(shape, l, order, candidateUpdate);
            add(arrays, layer.alongColumns("W", 0, 0), shape.inputSize(l), gates);
            add(arrays, layer.alongColumns("U", 0, 0), h, gates);
            if (shape.cell() == CellKind.GRU_RESET_AFTER) {
                var biases = new ArrayList<Block>(layer.bias(0, 0));
                biases.addAll(layer.recurrentBias(1, 0));
                add(arrays, biases, 2, gates);
            } else {
                add(arrays, layer.bias(0, 0), gates);
            }
        }
        add(arrays, List.of(Block.of("output.W", 0, v, 0, 0)), h, v);
        add(arrays, List.of(Block.of("output.b", 0, v, 0, 0)), v);
        return arrays;
    }

    private static void add(List<TensorLayout> arrays, List<Block> blocks, int... shape) {
        arrays.add(new TensorLayout(PREFIX + arrays.size(), shape, blocks));
    }
}
