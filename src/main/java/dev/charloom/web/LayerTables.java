package dev.charloom.web;

import dev.charloom.repository.ModelManifest;
import java.util.List;

/// Knows the layers of a network.
@FunctionalInterface
public interface LayerTables {

    /// One row, as a `model.summary()` prints it.
    ///
    /// @param name `embedding`, `lstm_1`, …, `output`
    /// @param type `Embedding`, `RNN`, `GRU`, `LSTM` or `Dense`
    /// @param outputSize the width of what the layer hands on
    /// @param parameters the number of its trainable numbers
    record Layer(String name, String type, int outputSize, long parameters) {}

    /// The layers from input to output.
    List<Layer> of(ModelManifest.Shape shape);
}
