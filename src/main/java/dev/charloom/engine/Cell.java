package dev.charloom.engine;

import org.ejml.data.FMatrixRMaj;

/// The recurrent part of a layer: everything but the product of its input with the input weights.
///
/// A cell reads its parameters through packed copies, renewed by [#pack] whenever they have changed. It is then
/// immutable to the passes, which may run on several threads and tapes at once.
abstract sealed class Cell permits SimpleRnnCell, GruCell, GruResetBeforeCell, LstmCell {

    static Cell of(ModelShape shape, Parameters.Layer parameters, dev.charloom.engine.kernel.Blas blas) {
        return switch (shape.cell()) {
            case RNN -> new SimpleRnnCell(shape, parameters, blas);
            case GRU_RESET_AFTER -> new GruCell(shape, parameters, blas);
            case GRU_RESET_BEFORE -> new GruResetBeforeCell(shape, parameters, blas);
            case LSTM -> new LstmCell(shape, parameters, blas);
        };
    }

    /// Renews the worker's share of the packed weights.
    ///
    /// @param backward whether the transposed ones are needed, too
    abstract void pack(Worker worker, boolean backward);

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

    /// Adds the worker's share of the gradients of U and of the biases, over consecutive rows of all lanes.
    ///
    /// @param step rows that are consecutive both here and in the states before
    /// @param d modified
    abstract void addGradients(Step step, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker);
}
