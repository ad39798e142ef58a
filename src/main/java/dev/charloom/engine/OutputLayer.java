package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// The dense layer above the stack: `logits = h·W + b`. W: H×V, b: 1×V.
final class OutputLayer {

    private final FMatrixRMaj bias;
    private final PackedWeights W; // H×V

    OutputLayer(Parameters parameters, Blas blas, boolean training) {
        bias = parameters.outputBias();
        W = PackedWeights.ofStates(parameters.outputWeights(), blas, training);
    }

    void pack(Worker worker) {
        W.pack(worker);
    }

    /// Logits of rows [from, to).
    ///
    /// @param H hidden states of the top layer
    /// @param logits out
    void forward(FMatrixRMaj H, int from, int to, FMatrixRMaj logits, Worker worker) {
        for (int row = from; row < to; row++) {
            System.arraycopy(bias.data, 0, logits.data, row * logits.numCols, logits.numCols);
        }
        worker.blas().multiply(H, from, 0, to - from, W.forward(), true, logits, from, 0);
    }

    /// Gradients of the hidden states of rows [from, to) from those of the logits.
    ///
    /// @param dH out
    void backward(FMatrixRMaj dLogits, int from, int to, FMatrixRMaj dH, Worker worker) {
        worker.blas().multiply(dLogits, from, 0, to - from, W.transposed(), false, dH, from, 0);
    }

    /// Adds the worker's share of the gradients of W and b over the first `rows` rows.
    ///
    /// @param d modified
    void addGradients(FMatrixRMaj H, FMatrixRMaj dLogits, FMatrixRMaj ones, int rows, Parameters d, Worker worker) {
        int columns = dLogits.numCols;
        worker.addWeightGradient(H, 0, dLogits, 0, rows, 0, columns, d.outputWeights(), 0);
        worker.addBiasGradient(ones, dLogits, 0, rows, 0, columns, d.outputBias(), 0);
    }
}
