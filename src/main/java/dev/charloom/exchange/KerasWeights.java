package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the arrays of `model.get_weights()` tell by their number and shapes of how large the model is.
record KerasWeights(List<StoredTensor> arrays, ModelShape shape) {

    private static final int ARRAYS_OF_A_LAYER = 3;
    private static final int ARRAYS_OF_THE_OUTPUT = 2;

    /// @throws ImportRejected if they are not those of a plain stack
    static KerasWeights of(List<StoredTensor> arrays) {
        int others = arrays.size() - ARRAYS_OF_THE_OUTPUT;
        int embeddings = Math.floorMod(others, ARRAYS_OF_A_LAYER);
        int layers = others / ARRAYS_OF_A_LAYER;
        if (layers < 1 || embeddings > 1) {
            throw new ImportRejected(
                    ("it has %d arrays: there may be one of an Embedding, then kernel, recurrent kernel"
                                    + " and bias of each recurrent layer, then kernel and bias of a Dense layer")
                            .formatted(arrays.size()));
        }
        arrays.forEach(KerasWeights::requireNoAttention);
        StoredTensor recurrent = matrix(arrays.get(embeddings + 1));
        int hidden = recurrent.shape()[0];
        StoredTensor dense = matrix(arrays.get(arrays.size() - ARRAYS_OF_THE_OUTPUT));
        requireOneDirection(dense, hidden);
        CellKind cell = cell(recurrent, arrays.get(embeddings + 2));
        int embedding = embeddings == 0 ? 0 : matrix(arrays.getFirst()).shape()[1];
        return new KerasWeights(arrays, Shapes.of(dense.shape()[1], cell, layers, hidden, embedding));
    }

    Map<String, StoredTensor> byName() {
        return arrays.stream().collect(Collectors.toMap(StoredTensor::name, Function.identity()));
    }

    private static CellKind cell(StoredTensor recurrent, StoredTensor bias) {
        int[] shape = recurrent.shape();
        int gates = shape[0] == 0 || shape[1] % shape[0] != 0 ? 0 : shape[1] / shape[0];
        return switch (gates) {
            case 1 -> CellKind.RNN;
            case 3 -> bias.shape().length == 2 ? CellKind.GRU_RESET_AFTER : CellKind.GRU_RESET_BEFORE;
            case 4 -> CellKind.LSTM;
            default ->
                throw new ImportRejected(
                        "its %s is no recurrent kernel of a SimpleRNN, GRU or LSTM".formatted(recurrent.described()));
        };
    }

    private static StoredTensor matrix(StoredTensor array) {
        if (array.shape().length != 2) {
            throw new ImportRejected("its %s is no matrix".formatted(array.described()));
        }
        return array;
    }

    private static void requireNoAttention(StoredTensor array) {
        if (array.shape().length > 2) {
            throw new ImportRejected(
                    "its %s belongs to attention, a convolution or the like: only a plain stack can be read"
                            .formatted(array.described()));
        }
    }

    /// Two directions side by side are twice as wide.
    private static void requireOneDirection(StoredTensor dense, int hidden) {
        if (dense.shape()[0] == 2L * hidden) {
            throw new ImportRejected(
                    "its last layers are bidirectional, as its %s shows: only a plain stack can be read"
                            .formatted(dense.described()));
        }
    }
}
