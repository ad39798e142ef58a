package dev.charloom.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/// The trainable matrices of a model, batch-as-rows: a layer computes `x·W + h·U + b`.
///
/// The same structure, with the same names and shapes, holds the weights, their gradients and an optimiser's moments.
public final class Parameters {

    /// A trainable matrix and its name, for instance `lstm.0.W`.
    public record Tensor(String name, FMatrixRMaj matrix) {

        public int rows() {
            return matrix.numRows;
        }

        public int columns() {
            return matrix.numCols;
        }

        /// Its numbers, row by row: the tensor's own array.
        public float[] values() {
            return matrix.data;
        }
    }

    /// The matrices of one recurrent layer; gate blocks lie side by side in the order that the cell's class states.
    ///
    /// @param W input weights, D×G·H
    /// @param U recurrent weights, H×G·H
    /// @param b bias, 1×G·H
    /// @param bU bias of the recurrent product, 1×G·H; 1×0 where the cell has none
    /// @param gW gains of the normalised product of the input, 1×G·H; 1×0 without layer normalisation
    /// @param gU gains of the normalised recurrent product, 1×G·H; 1×0 without layer normalisation
    public record Layer(FMatrixRMaj W, FMatrixRMaj U, FMatrixRMaj b, FMatrixRMaj bU, FMatrixRMaj gW, FMatrixRMaj gU) {}

    private final ModelShape shape;
    private final FMatrixRMaj embedding; // V×E; V×0 for one-hot input
    private final List<Layer> layers;
    private final FMatrixRMaj outputWeights; // H×V; H×0 where they are the embedding's
    private final List<FMatrixRMaj> skipWeights = new ArrayList<>(); // per layer but the top one H×V; H×0 without skips
    private final FMatrixRMaj outputBias; // 1×V
    private final List<Tensor> tensors;

    /// Zero-filled matrices of the given shape.
    public Parameters(ModelShape shape) {
        this.shape = shape;
        int gates = shape.gatesSize();
        embedding = new FMatrixRMaj(shape.vocabulary(), shape.embedding());
        layers = new ArrayList<>();
        for (int l = 0; l < shape.layers(); l++) {
            layers.add(new Layer(
                    new FMatrixRMaj(shape.inputSize(l), gates),
                    new FMatrixRMaj(shape.hidden(), gates),
                    new FMatrixRMaj(1, gates),
                    new FMatrixRMaj(1, shape.cell().hasRecurrentBias() ? gates : 0),
                    new FMatrixRMaj(1, shape.normalised() ? gates : 0),
                    new FMatrixRMaj(1, shape.normalised() ? gates : 0)));
        }
        outputWeights = new FMatrixRMaj(shape.hidden(), shape.tied() ? 0 : shape.vocabulary());
        for (int l = 0; l < shape.layers() - 1; l++) {
            skipWeights.add(new FMatrixRMaj(shape.hidden(), shape.skips() ? shape.vocabulary() : 0));
        }
        outputBias = new FMatrixRMaj(1, shape.vocabulary());
        tensors = List.copyOf(nameAll());
    }

    public ModelShape shape() {
        return shape;
    }

    /// Rows of embeddings, V×E; V×0 for one-hot input.
    public FMatrixRMaj embedding() {
        return embedding;
    }

    public Layer layer(int index) {
        return layers.get(index);
    }

    /// H×V; H×0 where the embedding is used instead.
    public FMatrixRMaj outputWeights() {
        return outputWeights;
    }

    /// What the output multiplies the hidden states of a layer below the top one with, H×V; H×0 without skip
    /// connections.
    public FMatrixRMaj skipWeights(int layer) {
        return skipWeights.get(layer);
    }

    /// 1×V.
    public FMatrixRMaj outputBias() {
        return outputBias;
    }

    /// Every matrix that has elements, in a fixed order: `embedding`, then `layer.0.W`, `layer.0.U`, `layer.0.b`,
    /// `layer.0.bU`, `layer.0.gW`, `layer.0.gU`, …, then `output.W`, `skip.0.W`, …, `output.b`.
    public List<Tensor> tensors() {
        return tensors;
    }

    public Optional<FMatrixRMaj> find(String name) {
        return tensors.stream()
                .filter(t -> t.name().equals(name))
                .map(Tensor::matrix)
                .findFirst();
    }

    /// Copies every element of `source`, which must have the same shape, into this.
    public void setTo(Parameters source) {
        if (!shape.equals(source.shape)) {
            throw new IllegalArgumentException("shapes differ: " + shape + " and " + source.shape);
        }
        for (int i = 0; i < tensors.size(); i++) {
            float[] from = source.tensors.get(i).matrix().data;
            System.arraycopy(from, 0, tensors.get(i).matrix().data, 0, from.length);
        }
    }

    public Parameters copy() {
        var copy = new Parameters(shape);
        copy.setTo(this);
        return copy;
    }

    private List<Tensor> nameAll() {
        var all = new ArrayList<Tensor>();
        all.add(new Tensor("embedding", embedding));
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            all.add(new Tensor("layer." + l + ".W", layer.W()));
            all.add(new Tensor("layer." + l + ".U", layer.U()));
            all.add(new Tensor("layer." + l + ".b", layer.b()));
            all.add(new Tensor("layer." + l + ".bU", layer.bU()));
            all.add(new Tensor("layer." + l + ".gW", layer.gW()));
            all.add(new Tensor("layer." + l + ".gU", layer.gU()));
        }
        all.add(new Tensor("output.W", outputWeights));
        for (int l = 0; l < skipWeights.size(); l++) {
            all.add(new Tensor("skip." + l + ".W", skipWeights.get(l)));
        }
        all.add(new Tensor("output.b", outputBias));
        all.removeIf(t -> t.matrix().getNumElements() == 0);
        return all;
    }
}
