package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.PackedMatrix;
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
    private final PackedMatrix W; // E×G·H, unused for one-hot input
    private final PackedMatrix WT; // G·H×E
    private final FMatrixRMaj table; // V×G·H

    CharacterInput(ModelShape shape, Parameters parameters, Cell cell, Blas blas) {
        this.parameters = parameters;
        this.cell = cell;
        oneHot = shape.oneHot();
        W = blas.allocate(shape.embedding(), oneHot ? 0 : shape.gatesSize());
        WT = blas.allocate(oneHot ? 0 : shape.gatesSize(), shape.embedding());
        table = new FMatrixRMaj(shape.vocabulary(), shape.gatesSize());
    }

    @Override
    public void pack(Worker worker, boolean backward) {
        if (!oneHot) {
            worker.blas().pack(parameters.layer(0).W(), 0, false, W, worker.index(), worker.count());
            if (backward) {
                worker.blas().pack(parameters.layer(0).W(), 0, true, WT, worker.index(), worker.count());
            }
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
            worker.blas().multiply(parameters.embedding(), from, 0, to - from, W, true, table, from, 0);
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
    public void backward(Window window, Tape tape, int layer, Parameters d, Worker worker) {
        FMatrixRMaj dTable = oneHot ? d.layer(0).W() : tape.dTable();
        int from = worker.shareStart(dTable.numCols);
        int to = worker.shareEnd(dTable.numCols);
        if (oneHot) {
            addRows(window, tape.layer(0).Z(), dTable, from, to);
            return;
        }
        for (int id = 0; id < dTable.numRows; id++) {
            java.util.Arrays.fill(dTable.data, id * dTable.numCols + from, id * dTable.numCols + to, 0f);
        }
        addRows(window, tape.layer(0).Z(), dTable, from, to);
        worker.meet();
        worker.blas()
                .addTransposedProduct(
                        parameters.embedding(),
                        0,
                        dTable,
                        0,
                        0,
                        dTable.numCols,
                        dTable.numRows,
                        d.layer(0).W(),
                        0,
                        worker.index(),
                        worker.count());
        int firstId = worker.shareStart(dTable.numRows);
        int lastId = worker.shareEnd(dTable.numRows);
        worker.blas().multiply(dTable, firstId, 0, lastId - firstId, WT, true, d.embedding(), firstId, 0);
    }

    /// Adds each row of dZ to the row of the character that it read; columns [from, to).
    private static void addRows(Window window, FMatrixRMaj dZ, FMatrixRMaj dTable, int from, int to) {
        int[] ids = window.inputs();
        int width = dZ.numCols;
        for (int row = 0; row < window.rows(); row++) {
            if (ids[row] >= 0) {
                addRow(dZ.data, row * width, dTable.data, ids[row] * width, from, to);
            }
        }
    }

    private static void addRow(float[] source, int sourceAt, float[] target, int targetAt, int from, int to) {
        for (int j = from; j < to; j++) {
            target[targetAt + j] += source[sourceAt + j];
        }
    }
}
