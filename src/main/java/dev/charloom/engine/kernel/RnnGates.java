package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Element-wise part of a simple recurrent cell, `h = tanh(a)`.
public sealed interface RnnGates permits X86RnnGates, JavaRnnGates {

    /// `h = tanh(a)` for `rows` rows.
    ///
    /// @param Z rows of H: pre-activations in
    /// @param H rows of H: hidden states out
    void forward(FMatrixRMaj Z, int row, int rows, FMatrixRMaj H);

    /// Gradients of the pre-activations from those of the hidden states, for `rows` rows.
    ///
    /// @param H hidden states
    /// @param dH gradients of the hidden states from above
    /// @param dHnext gradients of the hidden states from the following step, rows from `lane`
    /// @param Z out: gradients of the pre-activations
    void backward(FMatrixRMaj H, int row, int rows, FMatrixRMaj dH, FMatrixRMaj dHnext, int lane, FMatrixRMaj Z);
}
