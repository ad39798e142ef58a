package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Element-wise part of an LSTM, gates side by side in the order i, f, g, o.
public sealed interface LstmGates permits X86LstmGates, JavaLstmGates {

    /// `c = f∘c₋ + i∘g`, `h = o∘tanh(c)` for `rows` rows.
    ///
    /// @param Z rows of 4H: pre-activations in, activations out
    /// @param cPrev cell states of the step before, rows from `prevRow`
    /// @param C out: cell states
    /// @param tanhC out: tanh of the cell states
    /// @param H out: hidden states
    void forward(
            FMatrixRMaj Z,
            FMatrixRMaj cPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj C,
            FMatrixRMaj tanhC,
            FMatrixRMaj H);

    /// Gradients of the pre-activations from those of the states, for `rows` rows.
    ///
    /// @param Z rows of 4H: activations in, gradients of the pre-activations out
    /// @param cPrev cell states of the step before, rows from `prevRow`
    /// @param tanhC tanh of the cell states
    /// @param dH gradients of the hidden states from above
    /// @param dHnext gradients of the hidden states from the following step, rows from `lane`
    /// @param dC gradients of the cell states, rows from `lane`: of this step in, of the step before out
    void backward(
            FMatrixRMaj Z,
            FMatrixRMaj cPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj tanhC,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            FMatrixRMaj dC,
            int lane);
}
