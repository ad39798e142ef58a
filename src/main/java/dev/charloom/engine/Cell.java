package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import org.ejml.data.FMatrixRMaj;

/// The recurrent part of a layer: everything but the product of its input with the input weights.
///
/// A cell reads its parameters through packed copies, renewed by [#pack] whenever they have changed. It is then
/// immutable to the passes, which may run on several threads and tapes at once.
abstract sealed class Cell permits SimpleRnnCell, GruCell, GruResetBeforeCell, LstmCell {

    /// @param training whether [#backward] will be called
    static Cell of(CellKind kind, Parameters.Layer parameters, Blas blas, boolean training) {
        return switch (kind) {
            case RNN -> new SimpleRnnCell(parameters, blas, training);
            case GRU_RESET_AFTER -> new GruCell(parameters, blas, training);
            case GRU_RESET_BEFORE -> new GruResetBeforeCell(parameters, blas, training);
            case LSTM -> new LstmCell(parameters, blas, training);
        };
    }

    /// Renews the worker's share of the packed weights.
    abstract void pack(Worker worker);

    /// The bias, 1×G·H, that is added to the product of the input: all of it that the equations allow to be.
    abstract FMatrixRMaj inputBias();

    /// One step of some lanes.
    ///
    /// @param tape Z holds `x·W + b` of the step's rows; they are overwritten by what backward needs, H's rows
    ///     by the new hidden states
    abstract void forward(Step step, Tape.Layer tape, Worker worker);

    /// One step of some lanes, backward in time.
    ///
    /// @param layer Z's rows become the gradients of the pre-activations
    /// @param tape dH: gradients from above; dHnext and dC: gradients from the following step in, for the step
    ///     before out
    abstract void backward(Step step, Tape.Layer layer, Tape tape, Worker worker);

    /// Adds the worker's share of the gradients of U and of the biases, over some rows.
    ///
    /// @param d modified
    abstract void addGradients(RowBlock block, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker);
}
