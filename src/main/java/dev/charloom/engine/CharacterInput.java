package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/// Characters as input, one-hot or embedded: a table of `V` rows of `x·W + b`, made once per change of the weights and
/// looked up for every character.
///
/// One-hot, the table is W + b itself; embedded, it is E·W + b, which replaces a product over all the rows of a window
/// by one over the vocabulary, forward and backward. Where dropout changes a character's embedding from lane to lane,
/// no table can hold it, and it is a product over all the rows, as in [HiddenInput].
final class CharacterInput implements LayerInput {

    private final Parameters parameters;
    private final FMatrixRMaj bias; // 1×G·H
    private final boolean oneHot;
    private final PackedWeights W; // E×G·H; no columns for one-hot input
    private final FMatrixRMaj table; // V×G·H

    CharacterInput(Parameters parameters, FMatrixRMaj bias, Blas blas, boolean training) {
        ModelShape shape = parameters.shape();
        this.parameters = parameters;
        this.bias = bias;
        oneHot = shape.oneHot();
        W = PackedWeights.of(parameters.layer(0).W(), oneHot ? 0 : shape.gatesSize(), blas, training);
        table = new FMatrixRMaj(shape.vocabulary(), shape.gatesSize());
    }

    @Override
    public void pack(Worker worker) {
        if (!oneHot) {
            W.pack(worker);
        }
    }

    @Override
    public void finishPacking(Worker worker) {
        float[] b = bias.data;
        float[] weights = parameters.layer(0).W().data;
        int width = table.numCols;
        int from = worker.shareStart(table.numRows);
        int to = worker.shareEnd(table.numRows);
        if (!oneHot) {
            worker.blas()
                    .multiplyAndAddRow(parameters.embedding(), from, 0, to - from, W.forward(), bias, table, from, 0);
            return;
        }
        for (int id = from; id < to; id++) {
            for (int j = 0; j < width; j++) {
                table.data[id * width + j] = b[j] + weights[id * width + j];
            }
        }
    }

    @Override
    public void forward(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        FMatrixRMaj Z = tape.layer(layer).Z();
        MaskedRows masked = tape.dropout().below(layer);
        if (masked != null) {
            forwardMasked(window, masked, Z, from, to, worker);
            return;
        }
        int[] ids = window.inputs();
        int width = table.numCols;
        for (int row = from; row < to; row++) {
            if (ids[row] < 0) {
                System.arraycopy(bias.data, 0, Z.data, row * Z.numCols, width);
            } else {
                System.arraycopy(table.data, ids[row] * width, Z.data, row * Z.numCols, width);
            }
        }
    }

    @Override
    public boolean isLookup(Tape tape) {
        return oneHot || tape.dropout().below(0) == null;
    }

    @Override
    public void forwardUnits(Window window, Tape tape, int layer, Worker worker) {
        FMatrixRMaj Z = tape.layer(layer, worker).Z();
        for (int row = 0; row < window.rows(); row++) {
            int id = window.inputs()[row];
            worker.copyUnits(id < 0 ? bias : table, Math.max(id, 0), Z, row);
        }
    }

    private void forwardMasked(Window window, MaskedRows masked, FMatrixRMaj Z, int from, int to, Worker worker) {
        if (oneHot) {
            for (int row = from; row < to; row++) {
                System.arraycopy(bias.data, 0, Z.data, row * Z.numCols, bias.numCols);
            }
            FMatrixRMaj weights = parameters.layer(0).W();
            int width = weights.numCols;
            forEachCharacter(
                    window,
                    masked,
                    from,
                    to,
                    (row, id, factor) ->
                            addScaled(weights.data, id * width, factor, Z.data, row * Z.numCols, 0, width));
            return;
        }
        FMatrixRMaj X = masked.X();
        for (int row = from; row < to; row++) {
            int id = window.inputs()[row];
            if (id < 0) {
                Arrays.fill(X.data, row * X.numCols, (row + 1) * X.numCols, 0f);
            } else {
                System.arraycopy(parameters.embedding().data, id * X.numCols, X.data, row * X.numCols, X.numCols);
            }
        }
        masked.apply(window, X, X, from, to);
        worker.blas().multiplyAndAddRow(X, from, 0, to - from, W.forward(), bias, Z, from, 0);
    }

    /// What happens to a row that reads a character, of which a lane's mask keeps `factor`.
    private interface CharacterRow {
        void read(int row, int id, float factor);
    }

    private static void forEachCharacter(Window window, MaskedRows masked, int from, int to, CharacterRow each) {
        int t = window.stepOf(from);
        for (int row = from; row < to; t++) {
            int end = Math.min(to, window.start(t) + window.width(t));
            for (; row < end; row++) {
                int id = window.inputs()[row];
                if (id >= 0) {
                    each.read(row, id, masked.factor(row - window.start(t), id));
                }
            }
        }
    }

    /// Where embeddings are masked, their gradients: `dZ·Wᵀ`, masked as they were.
    @Override
    public void propagate(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        MaskedRows masked = tape.dropout().below(layer);
        if (masked != null && !oneHot) {
            FMatrixRMaj dX = masked.dX();
            worker.blas().multiply(tape.layer(layer).dInput(), from, 0, to - from, W.transposed(), false, dX, from, 0);
            masked.apply(window, dX, dX, from, to);
        }
    }

    /// Into W itself for one-hot input, else into the table's gradients.
    @Override
    public void addGradients(Window window, Tape tape, int layer, int from, int to, Parameters d, Worker worker) {
        MaskedRows masked = tape.dropout().below(layer);
        if (masked != null) {
            addMaskedGradients(
                    window, masked, tape.layer(0).dInput(), from, to, d.layer(0).W(), worker);
            return;
        }
        FMatrixRMaj dTable = oneHot ? d.layer(0).W() : tape.dTable();
        worker.addCharacterGradient(window.inputs(), tape.layer(0).dInput(), from, to - from, from > 0, dTable);
    }

    private void addMaskedGradients(
            Window window, MaskedRows masked, FMatrixRMaj dZ, int from, int to, FMatrixRMaj dW, Worker worker) {
        if (!oneHot) {
            worker.addWeightGradient(masked.X(), from, dZ, from, to - from, 0, dW.numCols, dW, 0);
            return;
        }
        int width = dW.numCols;
        int first = worker.shareStart(width);
        int last = worker.shareEnd(width);
        if (from == 0) {
            for (int at = 0; at < dW.data.length; at += width) {
                Arrays.fill(dW.data, at + first, at + last, 0f);
            }
        }
        forEachCharacter(
                window,
                masked,
                from,
                to,
                (row, id, factor) -> addScaled(dZ.data, row * dZ.numCols, factor, dW.data, id * width, first, last));
    }

    private static void addScaled(
            float[] source, int sourceAt, float factor, float[] target, int targetAt, int from, int to) {
        for (int j = from; j < to; j++) {
            target[targetAt + j] += factor * source[sourceAt + j];
        }
    }

    /// From the table's gradients, those of W and of the embedding; from the gradients of masked rows,
    /// those of the embedding, to which the output has contributed where it is tied to it.
    @Override
    public void finishGradients(Window window, Tape tape, Parameters d, Worker worker) {
        if (oneHot) {
            return;
        }
        boolean tied = d.shape().tied();
        MaskedRows masked = tape.dropout().below(0);
        if (masked != null) {
            worker.addCharacterGradient(window.inputs(), masked.dX(), 0, window.rows(), tied, d.embedding());
            worker.finishGradients();
            worker.meet();
            return;
        }
        FMatrixRMaj dTable = tape.dTable();
        worker.addWeightGradient(
                parameters.embedding(),
                0,
                dTable,
                0,
                dTable.numRows,
                0,
                dTable.numCols,
                d.layer(0).W(),
                0);
        worker.finishGradients();
        int from = worker.shareStart(dTable.numRows);
        int to = worker.shareEnd(dTable.numRows);
        worker.blas().multiply(dTable, from, 0, to - from, W.transposed(), tied, d.embedding(), from, 0);
        worker.meet();
    }
}
