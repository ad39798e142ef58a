package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/// The dense layer above the stack: `logits = h·W + b`, of the top layer's hidden states or, with skip connections, the
/// sum of such products over all layers. W: H×V, for the top layer the transposed embedding where weights are tied;
/// b: 1×V.
final class OutputLayer {

    /// Characters are shared out so many at a time, as panels of weights in few bits have them: a part of a panel takes
    /// as long as all of it.
    private static final int PANEL = 64;

    private final ModelShape shape;
    private final FMatrixRMaj bias;
    private final List<@Nullable PackedWeights> weights = new ArrayList<>(); // per layer; null where it is not read

    OutputLayer(Parameters parameters, Blas blas, boolean training) {
        shape = parameters.shape();
        bias = parameters.outputBias();
        for (int l = 0; l < shape.layers(); l++) {
            weights.add(shape.feedsOutput(l) ? weights(parameters, l, blas, training) : null);
        }
    }

    private static PackedWeights weights(Parameters parameters, int layer, Blas blas, boolean training) {
        if (layer < parameters.shape().layers() - 1) {
            return PackedWeights.ofStates(parameters.skipWeights(layer), blas, training);
        }
        return parameters.shape().tied()
                ? PackedWeights.ofTransposed(parameters.embedding(), blas, training)
                : PackedWeights.ofStates(parameters.outputWeights(), blas, training);
    }

    void pack(Worker worker) {
        for (int l = 0; l < weights.size(); l++) {
            PackedWeights W = weights.get(l);
            if (W != null) {
                W.pack(worker);
            }
        }
    }

    /// Logits of rows [from, to), into the tape.
    void forward(Window window, Tape tape, int from, int to, Worker worker) {
        FMatrixRMaj logits = tape.logits();
        int top = shape.layers() - 1;
        for (int l = top; l >= 0; l--) {
            PackedWeights W = weights.get(l);
            if (W != null) {
                MaskedRows masked = tape.dropout().aside(l);
                if (masked != null) {
                    masked.apply(window, tape.layer(l).H(), masked.X(), from, to);
                }
                FMatrixRMaj X = read(tape, l);
                if (l == top) {
                    worker.blas().multiplyAndAddRow(X, from, 0, to - from, W.forward(), bias, logits, from, 0);
                } else {
                    worker.blas().multiply(X, from, 0, to - from, W.forward(), true, logits, from, 0);
                }
            }
        }
    }

    /// Logits of all rows of the window for the worker's share of the characters, into the tape; where nothing is
    /// dropped.
    void forwardCharacters(Window window, Tape tape, Worker worker) {
        FMatrixRMaj logits = tape.logits();
        int panels = Math.ceilDiv(logits.numCols, PANEL);
        int from = worker.shareStart(panels) * PANEL;
        int count = Math.min(worker.shareEnd(panels) * PANEL, logits.numCols) - from;
        for (int row = 0; row < window.rows(); row++) {
            System.arraycopy(bias.data, from, logits.data, row * logits.numCols + from, count);
        }
        for (int l = shape.layers() - 1; l >= 0; l--) {
            PackedWeights W = weights.get(l);
            if (W != null) {
                FMatrixRMaj H = tape.layer(l).H();
                worker.blas().multiply(H, 0, 0, window.rows(), W.forward(), from, count, true, logits, 0, from);
            }
        }
    }

    /// The hidden states of a layer as the output reads them.
    private static FMatrixRMaj read(Tape tape, int layer) {
        MaskedRows masked = tape.dropout().aside(layer);
        return masked == null ? tape.layer(layer).H() : masked.X();
    }

    /// Gradients of the top layer's hidden states in rows [from, to), from those of the logits, into the tape's dH.
    void backward(Window window, Tape tape, int from, int to, Worker worker) {
        int top = shape.layers() - 1;
        FMatrixRMaj dH = tape.dH();
        PackedWeights W = Objects.requireNonNull(weights.get(top));
        worker.blas().multiply(tape.logits(), from, 0, to - from, W.transposed(), false, dH, from, 0);
        MaskedRows masked = tape.dropout().aside(top);
        if (masked != null) {
            masked.apply(window, dH, dH, from, to);
        }
    }

    /// Adds to the gradients of a lower layer's hidden states in rows [from, to) of the tape's dH what reaches them
    /// through its skip connection, if it has one. Masked rows are overwritten, so [#addGradients] must be over.
    void addSkipped(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        PackedWeights W = weights.get(layer);
        if (W == null) {
            return;
        }
        MaskedRows masked = tape.dropout().aside(layer);
        if (masked == null) {
            worker.blas().multiply(tape.logits(), from, 0, to - from, W.transposed(), true, tape.dH(), from, 0);
            return;
        }
        FMatrixRMaj dX = masked.X();
        worker.blas().multiply(tape.logits(), from, 0, to - from, W.transposed(), false, dX, from, 0);
        masked.apply(window, dX, dX, from, to);
        for (int at = from * dX.numCols; at < to * dX.numCols; at++) {
            tape.dH().data[at] += dX.data[at];
        }
    }

    /// Adds the worker's share of the gradients of all W and b over the window's rows.
    ///
    /// @param d modified
    void addGradients(Window window, Tape tape, Parameters d, Worker worker) {
        FMatrixRMaj dLogits = tape.logits();
        int rows = window.rows();
        for (int l = 0; l < shape.layers(); l++) {
            if (shape.feedsOutput(l)) {
                addGradients(read(tape, l), dLogits, rows, l, d, worker);
            }
        }
        worker.addBiasGradient(tape.ones(), dLogits, 0, rows, 0, dLogits.numCols, d.outputBias(), 0);
        worker.finishGradients();
        if (shape.skips()) {
            worker.meet();
        }
    }

    private void addGradients(FMatrixRMaj X, FMatrixRMaj dLogits, int rows, int layer, Parameters d, Worker worker) {
        int columns = dLogits.numCols;
        if (layer < shape.layers() - 1) {
            worker.addWeightGradient(X, 0, dLogits, 0, rows, 0, columns, d.skipWeights(layer), 0);
        } else if (shape.tied()) {
            worker.addWeightGradient(dLogits, 0, X, 0, rows, 0, X.numCols, d.embedding(), 0);
        } else {
            worker.addWeightGradient(X, 0, dLogits, 0, rows, 0, columns, d.outputWeights(), 0);
        }
    }
}
