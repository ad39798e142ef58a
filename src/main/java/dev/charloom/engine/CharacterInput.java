package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// Characters as input, one-hot or embedded: a table of `V` rows of `x·W + b`, made once per change of the weights and
/// looked up for every character.
///
/// One-hot, the table is W + b itself; embedded, it is E·W + b, which replaces a product over all the rows of a window
/// by one over the vocabulary, forward and backward.
final class CharacterInput implements LayerInput {

    private final Parameters parameters;
    private final Cell cell;
    private final boolean oneHot;
    private final PackedWeights W; // E×G·H; no columns for one-hot input
    private final FMatrixRMaj table; // V×G·H

    CharacterInput(Parameters parameters, Cell cell, Blas blas, boolean training) {
        ModelShape shape = parameters.shape();
        this.parameters = parameters;
        this.cell = cell;
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
        float[] bias = cell.inputBias().data;
        float[] weights = parameters.layer(0).W().data;
        int width = table.numCols;
        int from = worker.shareStart(table.numRows);
        int to = worker.shareEnd(table.numRows);
        for (int id = from; id < to; id++) {
            for (int j = 0; j < width; j++) {
                table.data[id * width + j] = oneHot ? bias[j] + weights[id * width + j] : bias[j];
            }
        }
        if (!oneHot) {
            worker.blas().multiply(parameters.embedding(), from, 0, to - from, W.forward(), true, table, from, 0);
        }
    }

    @Override
    public void forward(Window window, Tape tape, int layer, int from, int to, Worker worker) {
        FMatrixRMaj Z = tape.layer(layer).Z();
        int[] ids = window.inputs();
        int width = table.numCols;
        for (int row = from; row < to; row++) {
            if (ids[row] < 0) {
                System.arraycopy(cell.inputBias().data, 0, Z.data, row * width, width);
            } else {
                System.arraycopy(table.data, ids[row] * width, Z.data, row * width, width);
            }
        }
    }

    @Override
    public void propagate(Tape tape, int layer, int from, int to, Worker worker) {}

    /// Into W itself for one-hot input, else into the table's gradients, which are zero between passes.
    @Override
    public void addGradients(Window window, Tape tape, int layer, int from, int to, Parameters d, Worker worker) {
        FMatrixRMaj dTable = oneHot ? d.layer(0).W() : tape.dTable();
        int fromColumn = worker.shareStart(dTable.numCols);
        int toColumn = worker.shareEnd(dTable.numCols);
        FMatrixRMaj dZ = tape.layer(0).Z();
        int[] ids = window.inputs();
        int width = dZ.numCols;
        for (int row = from; row < to; row++) {
            if (ids[row] >= 0) {
                addRow(dZ.data, row * width, dTable.data, ids[row] * width, fromColumn, toColumn);
            }
        }
    }

    private static void addRow(float[] source, int sourceAt, float[] target, int targetAt, int from, int to) {
        for (int j = from; j < to; j++) {
            target[targetAt + j] += source[sourceAt + j];
        }
    }

    /// From the table's gradients, those of W and of the embedding.
    @Override
    public void finishGradients(Tape tape, Parameters d, Worker worker) {
        if (oneHot) {
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
        int from = worker.shareStart(dTable.numRows);
        int to = worker.shareEnd(dTable.numRows);
        worker.blas().multiply(dTable, from, 0, to - from, W.transposed(), true, d.embedding(), from, 0);
        worker.meet();
        java.util.Arrays.fill(dTable.data, from * dTable.numCols, to * dTable.numCols, 0f);
    }
}
