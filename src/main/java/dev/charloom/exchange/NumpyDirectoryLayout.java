package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.util.ArrayList;
import java.util.List;

/// The arrays of the deep-RNN article (D. Lazar, "Character-level Deep Language Model with GRU/LSTM units using
/// TensorFlow", 2021): one matrix for each gate, which multiplies [a; x], the hidden state above the input.
///
/// | unit | names | gates |
/// |---|---|---|
/// | GRU | `wr br`, `wu bu`, `wa ba` | Γr = σ, Γu = σ, ã = tanh(Wa·[Γr∗a; x] + ba); a = Γu∗ã + (1 − Γu)∗a₋ |
/// | LSTM | `wu bu`, `wf bf`, `wo bo`, `wc bc` | Γu, Γf, Γo = σ, c̃ = tanh; c = Γu∗c̃ + Γf∗c₋, a = Γo∗tanh(c) |
///
/// Γu of a GRU weights the candidate, z here the old state: Γu = σ(y) = 1 − σ(−y), so its weights have the other
/// sign. The input is one-hot.
///
/// @param firstLevel the number of the lowest layer in the names
/// @param columnVectors whether a gate's matrix is (H, H+D) and stands left of a column, else (H+D, H) right of a
///     row
/// @param columnOutput whether `wy` is (V, H), else (H, V)
record NumpyDirectoryLayout(int firstLevel, boolean columnVectors, boolean columnOutput) {

    /// What this service writes.
    static final NumpyDirectoryLayout OURS = new NumpyDirectoryLayout(0, true, true);

    /// A gate there.
    private record Gate(String letter, String ours) {}

    List<TensorLayout> of(ModelShape shape) {
        int v = shape.vocabulary();
        int h = shape.hidden();
        var arrays = new ArrayList<TensorLayout>();
        var order = GateOrder.pytorch(shape.cell());
        for (int l = 0; l < shape.layers(); l++) {
            var layer = new LayerTensors(shape, l, order, true);
            for (Gate gate : gates(shape.cell())) {
                int position = order.gates().indexOf(gate.ours());
                String level = gate.letter() + "_" + (firstLevel + l);
                arrays.add(matrix("w" + level, layer, position));
                arrays.add(vector("b" + level, layer.block("b", position, 0, 0), h));
            }
        }
        arrays.add(output(v, h));
        arrays.add(vector("by", Block.of("output.b", 0, v, 0, 0), v));
        return arrays;
    }

    private TensorLayout matrix(String name, LayerTensors layer, int position) {
        int h = layer.shape().hidden();
        int width = h + layer.shape().inputSize(layer.layer());
        if (columnVectors) {
            Block a = layer.block("U", position, 0, 0).asTransposed();
            Block x = layer.block("W", position, 0, h).asTransposed();
            return new TensorLayout(name, new int[] {h, width}, List.of(a, x));
        }
        return new TensorLayout(
                name,
                new int[] {width, h},
                List.of(layer.block("U", position, 0, 0), layer.block("W", position, h, 0)));
    }

    private TensorLayout output(int v, int h) {
        Block block = Block.of("output.W", 0, v, 0, 0);
        return columnOutput
                ? new TensorLayout("wy", new int[] {v, h}, List.of(block.asTransposed()))
                : new TensorLayout("wy", new int[] {h, v}, List.of(block));
    }

    private TensorLayout vector(String name, Block block, int size) {
        return columnVectors
                ? new TensorLayout(name, new int[] {size, 1}, List.of(block.asTransposed()))
                : new TensorLayout(name, new int[] {1, size}, List.of(block));
    }

    private static List<Gate> gates(CellKind cell) {
        return switch (cell) {
            case GRU_RESET_BEFORE -> List.of(new Gate("r", "r"), new Gate("u", "z"), new Gate("a", "n"));
            case LSTM -> List.of(new Gate("u", "i"), new Gate("f", "f"), new Gate("o", "o"), new Gate("c", "g"));
            case RNN, GRU_RESET_AFTER -> throw new IllegalArgumentException("the article has no such unit: " + cell);
        };
    }
}
