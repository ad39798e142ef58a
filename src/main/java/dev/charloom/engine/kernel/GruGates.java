package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// Element-wise parts of both GRU variants, gates side by side in the order r, z, n; z weights the old state.
public sealed interface GruGates permits X86GruGates, JavaGruGates {

    /// Reset after the product: `n = tanh(a + r∘q)`, `h = (1−z)∘n + z∘h₋`.
    ///
    /// @param Z rows of 3H: pre-activations of r and z and the input part of n's in; r, z, n out
    /// @param Q rows of H: the recurrent part of the candidate, before the reset
    /// @param hPrev hidden states of the step before, rows from `prevRow`
    /// @param H out: hidden states
    void forwardResetAfter(
            FMatrixRMaj Z, FMatrixRMaj Q, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj H);

    /// Reset before the product, first half: r and z from their pre-activations, and `s = r∘h₋`.
    ///
    /// @param Z rows of 3H: pre-activations of r and z in, r and z out
    /// @param S out, rows of H: what the candidate's recurrent weights see
    void gatesResetBefore(FMatrixRMaj Z, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj S);

    /// Reset before the product, second half: `n = tanh(a)`, `h = (1−z)∘n + z∘h₋`.
    ///
    /// @param Z rows of 3H: z and the pre-activation of n in; n out
    /// @param H out: hidden states
    void candidateResetBefore(FMatrixRMaj Z, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj H);

    /// Backward of reset after.
    ///
    /// @param Z rows of 3H: r, z, n in; gradients of the pre-activations of r, z and of the input part of n's out
    /// @param Q rows of H: the recurrent part of the candidate in, its gradient out
    /// @param dH gradients of the hidden states from above
    /// @param dHnext rows from `lane`: gradient from the following step in, `dh∘z` (the direct path to h₋) out
    void backwardResetAfter(
            FMatrixRMaj Z,
            FMatrixRMaj Q,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            int lane);

    /// Backward of reset before, first half: everything that does not need the gradient of `s`.
    ///
    /// @param Z rows of 3H: z, n in; gradients of the pre-activations of z and n out (r is left)
    /// @param dHnext rows from `lane`: gradient from the following step in, `dh∘z` out
    void backwardCandidateResetBefore(
            FMatrixRMaj Z,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            int lane);

    /// Backward of reset before, second half: the reset gate, once the gradient of `s = r∘h₋` is known.
    ///
    /// @param Z rows of 3H: r in, the gradient of its pre-activation out
    /// @param dS gradients of s, rows from `lane`
    /// @param dHnext rows from `lane`: `dS∘r` is added
    void backwardResetBefore(
            FMatrixRMaj Z,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dS,
            FMatrixRMaj dHnext,
            int lane);
}
