package dev.charloom.engine.kernel;

import org.ejml.data.FMatrixRMaj;

/// The gates of [RnnGates] in machine code.
final class X86RnnGates implements RnnGates {

    private final X86GateCall call;

    X86RnnGates(X86GateCall call) {
        this.call = call;
    }

    @Override
    public void forward(FMatrixRMaj Z, int row, int rows, FMatrixRMaj H) {
        call.matrix(0, Z, row);
        call.matrix(1, H, row);
        call.run(GateProgram.RNN_FORWARD, rows, Z, H, H, H, H, H);
    }

    @Override
    public void backward(
            FMatrixRMaj H, int row, int rows, FMatrixRMaj dH, FMatrixRMaj dHnext, int lane, FMatrixRMaj Z) {
        call.matrix(0, H, row);
        call.matrix(1, dH, row);
        call.matrix(2, dHnext, lane);
        call.matrix(3, Z, row);
        call.run(GateProgram.RNN_BACKWARD, rows, H, dH, dHnext, Z, Z, Z);
    }
}
