package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// The gates of [GruGates] in machine code.
final class X86GruGates implements GruGates {

    private final X86GateCall call;

    X86GruGates(X86GateCall call) {
        this.call = call;
    }

    @Override
    public void forwardResetAfter(
            FMatrixRMaj Z, FMatrixRMaj Q, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj H) {
        call.matrix(0, Z, row);
        call.matrix(1, Q, row);
        call.matrix(2, hPrev, prevRow);
        call.matrix(3, H, row);
        call.run(GateProgram.GRU_FORWARD_RESET_AFTER, rows, Z, Q, hPrev, H, H, H);
    }

    @Override
    public void gatesResetBefore(FMatrixRMaj Z, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj S) {
        call.matrix(0, Z, row);
        call.matrix(1, hPrev, prevRow);
        call.matrix(2, S, row);
        call.run(GateProgram.GRU_GATES_RESET_BEFORE, rows, Z, hPrev, S, S, S, S);
    }

    @Override
    public void candidateResetBefore(FMatrixRMaj Z, FMatrixRMaj hPrev, int prevRow, int row, int rows, FMatrixRMaj H) {
        call.matrix(0, Z, row);
        call.matrix(1, hPrev, prevRow);
        call.matrix(2, H, row);
        call.run(GateProgram.GRU_CANDIDATE_RESET_BEFORE, rows, Z, hPrev, H, H, H, H);
    }

    @Override
    public void backwardResetAfter(
            FMatrixRMaj Z,
            FMatrixRMaj Q,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            int lane) {
        call.matrix(0, Z, row);
        call.matrix(1, Q, row);
        call.matrix(2, hPrev, prevRow);
        call.matrix(3, dH, row);
        call.matrix(4, dHnext, lane);
        call.run(GateProgram.GRU_BACKWARD_RESET_AFTER, rows, Z, Q, hPrev, dH, dHnext, dHnext);
    }

    @Override
    public void backwardCandidateResetBefore(
            FMatrixRMaj Z,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            int lane) {
        call.matrix(0, Z, row);
        call.matrix(1, hPrev, prevRow);
        call.matrix(2, dH, row);
        call.matrix(3, dHnext, lane);
        call.run(GateProgram.GRU_BACKWARD_CANDIDATE_RESET_BEFORE, rows, Z, hPrev, dH, dHnext, dHnext, dHnext);
    }

    @Override
    public void backwardResetBefore(
            FMatrixRMaj Z,
            FMatrixRMaj hPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj dS,
            FMatrixRMaj dHnext,
            int lane) {
        call.matrix(0, Z, row);
        call.matrix(1, hPrev, prevRow);
        call.matrix(2, dS, lane);
        call.matrix(3, dHnext, lane);
        call.run(GateProgram.GRU_BACKWARD_RESET_BEFORE, rows, Z, hPrev, dS, dHnext, dHnext, dHnext);
    }
}
