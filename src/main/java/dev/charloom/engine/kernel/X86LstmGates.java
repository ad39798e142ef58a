package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// The gates of [LstmGates] in machine code.
final class X86LstmGates implements LstmGates {

    private final X86GateCall call;

    X86LstmGates(X86GateCall call) {
        this.call = call;
    }

    @Override
    public void forward(
            FMatrixRMaj Z,
            FMatrixRMaj cPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj C,
            FMatrixRMaj tanhC,
            FMatrixRMaj H) {
        call.matrix(0, Z, row);
        call.matrix(1, cPrev, prevRow);
        call.matrix(2, C, row);
        call.matrix(3, tanhC, row);
        call.matrix(4, H, row);
        call.run(GateProgram.LSTM_FORWARD, rows, Z, cPrev, C, tanhC, H, H);
    }

    @Override
    public void backward(
            FMatrixRMaj Z,
            FMatrixRMaj cPrev,
            int prevRow,
            int row,
            int rows,
            FMatrixRMaj tanhC,
            FMatrixRMaj dH,
            FMatrixRMaj dHnext,
            FMatrixRMaj dC,
            int lane) {
        call.matrix(0, Z, row);
        call.matrix(1, cPrev, prevRow);
        call.matrix(2, tanhC, row);
        call.matrix(3, dH, row);
        call.matrix(4, dHnext, lane);
        call.matrix(5, dC, lane);
        call.run(GateProgram.LSTM_BACKWARD, rows, Z, cPrev, tanhC, dH, dHnext, dC);
    }
}
