package dev.charloom.engine;

import java.util.ArrayList;
import java.util.List;

/// The sizes that fix a model's parameters.
///
/// @param vocabulary the number of characters, `V`, at least 2
/// @param cell the recurrent cell of every layer
/// @param layers the number of stacked recurrent layers, at least 1
/// @param hidden the units of each layer, `H`, at least 1
/// @param embedding the width of the character embedding, `E`; 0 feeds the characters one-hot
/// @param skips whether the output reads the hidden states of every layer (A. Graves, "Generating Sequences With
///     Recurrent Neural Networks", 2013), instead of the top layer's alone
/// @param tied whether the output weights of the top layer are the transposed embedding, which needs E = H (O. Press,
///     L. Wolf, "Using the Output Embedding to Improve Language Models", 2017; H. Inan, K. Khosravi, R. Socher, "Tying
///     Word Vectors and Word Classifiers", 2017)
/// @param normalised whether the products in the gates are normalised ([LayerNorm])
public record ModelShape(
        int vocabulary,
        CellKind cell,
        int layers,
        int hidden,
        int embedding,
        boolean skips,
        boolean tied,
        boolean normalised) {

    public ModelShape {
        require(vocabulary >= 2, "vocabulary must be at least 2: " + vocabulary);
        require(layers >= 1, "layers must be at least 1: " + layers);
        require(hidden >= 1, "hidden must be at least 1: " + hidden);
        require(embedding >= 0, "embedding must not be negative: " + embedding);
        require(!tied || embedding == hidden, "tied weights need an embedding as wide as the hidden layers");
    }

    /// A shape without layer normalisation.
    public ModelShape(
            int vocabulary, CellKind cell, int layers, int hidden, int embedding, boolean skips, boolean tied) {
        this(vocabulary, cell, layers, hidden, embedding, skips, tied, false);
    }

    /// A shape whose output has weights of its own and reads the top layer.
    public ModelShape(int vocabulary, CellKind cell, int layers, int hidden, int embedding) {
        this(vocabulary, cell, layers, hidden, embedding, false, false);
    }

    /// This for another number of characters.
    ModelShape withVocabulary(int characters) {
        return new ModelShape(characters, cell, layers, hidden, embedding, skips, tied, normalised);
    }

    /// Whether the output reads the hidden states of layer `layer`.
    boolean feedsOutput(int layer) {
        return skips || layer == layers - 1;
    }

    /// One row of the layer table, as a `model.summary()` prints it.
    ///
    /// @param name `embedding`, `lstm_1`, …, `output`
    /// @param type `Embedding`, the cell's kind, or `Dense`
    /// @param outputSize the width of what the layer hands on
    /// @param parameters the number of its trainable numbers
    public record Layer(String name, String type, int outputSize, long parameters) {}

    /// Whether characters enter as one-hot vectors instead of embeddings.
    public boolean oneHot() {
        return embedding == 0;
    }

    /// The input width `D` of layer `layer` (counted from 0).
    public int inputSize(int layer) {
        return layer > 0 ? hidden : oneHot() ? vocabulary : embedding;
    }

    /// The width of a layer's gates side by side, `G·H`.
    public int gatesSize() {
        return cell.gates() * hidden;
    }

    /// The layers with their parameter counts, from input to output.
    public List<Layer> table() {
        var rows = new ArrayList<Layer>();
        if (!oneHot()) {
            rows.add(new Layer("embedding", "Embedding", embedding, (long) vocabulary * embedding));
        }
        for (int l = 0; l < layers; l++) {
            rows.add(new Layer(
                    cellName().toLowerCase(java.util.Locale.ROOT) + "_" + (l + 1),
                    cellName(),
                    hidden,
                    recurrentParameters(l)));
        }
        long read = (skips ? (long) layers : 1) - (tied ? 1 : 0);
        rows.add(new Layer("output", "Dense", vocabulary, read * hidden * vocabulary + vocabulary));
        return List.copyOf(rows);
    }

    /// The number of trainable numbers.
    public long parameterCount() {
        return table().stream().mapToLong(Layer::parameters).sum();
    }

    private long recurrentParameters(int layer) {
        long biases = cell.hasRecurrentBias() ? 2 : 1;
        long gains = normalised ? 2 : 0;
        return (inputSize(layer) + hidden + biases + gains) * gatesSize();
    }

    private String cellName() {
        return switch (cell) {
            case RNN -> "RNN";
            case GRU_RESET_BEFORE, GRU_RESET_AFTER -> "GRU";
            case LSTM -> "LSTM";
        };
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
