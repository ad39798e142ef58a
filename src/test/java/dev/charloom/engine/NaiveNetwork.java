package dev.charloom.engine;

import dev.charloom.engine.kernel.NaiveSoftmax;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/// A stacked recurrent language model in double precision, one sequence and one unit at a time: the oracle of the
/// engine, written from the equations and sharing nothing with it but the names and layouts of the matrices.
///
/// The engine goes layer by layer over packed rows of many lanes; this goes lane by lane and, within one, step by step
/// through all layers.
final class NaiveNetwork {

    private final ModelShape shape;
    private final NaiveDropout dropout;
    private final NaiveTensors weights;
    private final NaiveTensors gradients;
    private final List<NaiveCell> cells = new ArrayList<>();
    private final double[] b;
    private final double[] db;

    NaiveNetwork(Parameters parameters) {
        this(parameters, NaiveDropout.NONE);
    }

    NaiveNetwork(Parameters parameters, NaiveDropout dropout) {
        this.dropout = dropout;
        shape = parameters.shape();
        weights = NaiveTensors.of(parameters);
        gradients = NaiveTensors.zerosLike(weights);
        for (int l = 0; l < shape.layers(); l++) {
            cells.add(NaiveCell.of(shape, l, weights, gradients, dropout));
        }
        b = weights.get("output.b");
        db = gradients.get("output.b");
    }

    /// The weights; changing them changes the network.
    NaiveTensors weights() {
        return weights;
    }

    /// What [#lossAndGradients] has added up.
    NaiveTensors gradients() {
        return gradients;
    }

    /// Sum of the negative log-likelihoods of the targets, in nats.
    double loss(PackedBatch batch, State initial) {
        double loss = 0;
        for (int lane = 0; lane < batch.lanes(); lane++) {
            loss += lossOf(batch, lane, read(batch, lane, initial));
        }
        return loss;
    }

    /// As [#loss], and adds the gradients of the mean over the scored rows.
    double lossAndGradients(PackedBatch batch, State initial) {
        double loss = 0;
        for (int lane = 0; lane < batch.lanes(); lane++) {
            List<List<NaiveCell.Memory>> memory = read(batch, lane, initial);
            loss += lossOf(batch, lane, memory);
            back(batch, lane, memory);
        }
        return loss;
    }

    /// Logits after each row, by row.
    double[][] logits(PackedBatch batch, State initial) {
        double[][] logits = new double[batch.rows()][];
        for (int lane = 0; lane < batch.lanes(); lane++) {
            List<List<NaiveCell.Memory>> memory = read(batch, lane, initial);
            for (int t = 0; t < batch.length(lane); t++) {
                logits[batch.row(t, lane)] = logits(memory.get(t), lane);
            }
        }
        return logits;
    }

    /// What every layer remembers of every step of one lane: by step, then by layer.
    List<List<NaiveCell.Memory>> read(PackedBatch batch, int lane, State initial) {
        var steps = new ArrayList<List<NaiveCell.Memory>>();
        for (int t = 0; t < batch.length(lane); t++) {
            var layers = new ArrayList<NaiveCell.Memory>();
            double[] x = character(batch.input(t, lane));
            for (int l = 0; l < shape.layers(); l++) {
                double[] h = t == 0
                        ? row(initial.h(l), lane)
                        : steps.get(t - 1).get(l).h();
                double[] c = t == 0
                        ? row(initial.c(l), lane)
                        : steps.get(t - 1).get(l).c();
                NaiveCell.Memory step = cells.get(l).step(times(x, dropout.below(l, lane, x.length)), h, c);
                layers.add(step);
                x = step.h();
            }
            steps.add(layers);
        }
        return steps;
    }

    private void back(PackedBatch batch, int lane, List<List<NaiveCell.Memory>> memory) {
        double[][] dh = new double[shape.layers()][shape.hidden()];
        double[][] dc = new double[shape.layers()][shape.hidden()];
        for (int t = batch.length(lane) - 1; t >= 0; t--) {
            double[][] aside = outputBack(memory.get(t), batch.target(t, lane), batch.scored(), lane);
            double[] above = new double[shape.hidden()];
            for (int l = shape.layers() - 1; l >= 0; l--) {
                for (int j = 0; j < shape.hidden(); j++) {
                    dh[l][j] += above[j] + aside[l][j];
                }
                NaiveCell.Back back = cells.get(l).back(memory.get(t).get(l), dh[l], dc[l]);
                dh[l] = back.dhPrev();
                dc[l] = back.dcPrev();
                above = times(back.dx(), dropout.below(l, lane, back.dx().length));
            }
            characterBack(batch.input(t, lane), above);
        }
    }

    private static double[] times(double[] values, double[] factors) {
        double[] product = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            product[j] = values[j] * factors[j];
        }
        return product;
    }

    /// One-hot or embedded; the zero vector for no character.
    private double[] character(int id) {
        double[] x = new double[shape.inputSize(0)];
        if (id >= 0 && shape.oneHot()) {
            x[id] = 1;
        } else if (id >= 0) {
            System.arraycopy(weights.get("embedding"), id * shape.embedding(), x, 0, shape.embedding());
        }
        return x;
    }

    private void characterBack(int id, double[] dx) {
        if (id >= 0 && !shape.oneHot()) {
            for (int k = 0; k < shape.embedding(); k++) {
                gradients.get("embedding")[id * shape.embedding() + k] += dx[k];
            }
        }
    }

    /// What the output reads of a layer; nothing, if it does not read it.
    private double[] read(NaiveCell.Memory memory, int layer, int lane) {
        return shape.skips() || layer == shape.layers() - 1
                ? times(memory.h(), dropout.aside(layer, shape.layers(), lane, shape.hidden()))
                : new double[shape.hidden()];
    }

    /// The output weight between a unit of a layer and a character.
    private double weight(int layer, int unit, int character) {
        Place it = place(layer, unit, character);
        return it.index() < 0 ? 0 : weights.get(it.name())[it.index()];
    }

    /// Where that weight stands; −1 for one that there is none of.
    private record Place(String name, int index) {}

    private Place place(int layer, int unit, int character) {
        int index = unit * shape.vocabulary() + character;
        if (layer < shape.layers() - 1) {
            return new Place("skip." + layer + ".W", shape.skips() ? index : -1);
        }
        return shape.tied()
                ? new Place("embedding", character * shape.embedding() + unit)
                : new Place("output.W", index);
    }

    private double[] logits(List<NaiveCell.Memory> memory, int lane) {
        double[] logits = b.clone();
        for (int l = 0; l < shape.layers(); l++) {
            double[] h = read(memory.get(l), l, lane);
            for (int v = 0; v < logits.length; v++) {
                for (int j = 0; j < h.length; j++) {
                    logits[v] += h[j] * weight(l, j, v);
                }
            }
        }
        return logits;
    }

    private double lossOf(PackedBatch batch, int lane, List<List<NaiveCell.Memory>> memory) {
        double loss = 0;
        for (int t = 0; t < batch.length(lane); t++) {
            int target = batch.target(t, lane);
            if (target >= 0) {
                loss += NaiveSoftmax.loss(logits(memory.get(t), lane), target);
            }
        }
        return loss;
    }

    /// Gradients of every layer's hidden states, `(softmax − onehot)/scored` through the output weights.
    private double[][] outputBack(List<NaiveCell.Memory> memory, int target, int scored, int lane) {
        double[][] dh = new double[shape.layers()][shape.hidden()];
        if (target < 0) {
            return dh;
        }
        double[] probabilities = NaiveSoftmax.probabilities(logits(memory, lane));
        for (int v = 0; v < probabilities.length; v++) {
            double dLogit = (probabilities[v] - (v == target ? 1 : 0)) / scored;
            db[v] += dLogit;
            for (int l = 0; l < shape.layers(); l++) {
                double[] h = read(memory.get(l), l, lane);
                double[] factors = dropout.aside(l, shape.layers(), lane, h.length);
                for (int j = 0; j < h.length; j++) {
                    Place it = place(l, j, v);
                    if (it.index() >= 0) {
                        gradients.get(it.name())[it.index()] += h[j] * dLogit;
                        dh[l][j] += weight(l, j, v) * dLogit * factors[j];
                    }
                }
            }
        }
        return dh;
    }

    private static double[] row(FMatrixRMaj matrix, int row) {
        double[] values = new double[matrix.numCols];
        for (int j = 0; j < values.length; j++) {
            values[j] = matrix.get(row, j);
        }
        return values;
    }
}
