package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.PackedMatrix;
import org.ejml.data.FMatrixRMaj;

/// Simple recurrent cell (J. L. Elman, "Finding Structure in Time", 1990).
///
/// ```
/// h = tanh(x·W + h₋·U + b)
/// ```
///
/// W: D×H, U: H×H, b: 1×H.
final class SimpleRnnCell extends Cell {

    private final Parameters.Layer parameters;
    private final PackedMatrix U; // H×H
    private final PackedMatrix UT; // H×H

    SimpleRnnCell(ModelShape shape, Parameters.Layer parameters, Blas blas) {
        this.parameters = parameters;
        U = blas.allocate(shape.hidden(), shape.hidden());
        UT = blas.allocate(shape.hidden(), shape.hidden());
    }

    @Override
    void pack(Worker worker, boolean backward) {
        worker.blas().pack(parameters.U(), 0, false, U, worker.index(), worker.count());
        if (backward) {
            worker.blas().pack(parameters.U(), 0, true, UT, worker.index(), worker.count());
        }
    }

    @Override
    FMatrixRMaj inputBias() {
        return parameters.b();
    }

    @Override
    void forward(Step step, Tape.Layer tape, Worker worker) {
        worker.blas().multiply(step.hPrev(), step.prevRow(), 0, step.rows(), U, true, tape.Z(), step.row(), 0);
        worker.gates().rnn().forward(tape.Z(), step.row(), step.rows(), tape.H());
    }

    @Override
    void backward(Step step, Tape.Layer layer, Tape tape, Worker worker) {
        worker.gates()
                .rnn()
                .backward(layer.H(), step.row(), step.rows(), tape.dH(), tape.dHnext(), step.lane(), layer.Z());
        worker.blas().multiply(layer.Z(), step.row(), 0, step.rows(), UT, false, tape.dHnext(), step.lane(), 0);
    }

    @Override
    void addGradients(Step step, Tape.Layer layer, Tape tape, Parameters.Layer d, Worker worker) {
        int columns = d.U().numCols;
        worker.blas()
                .addTransposedProduct(
                        step.hPrev(),
                        step.prevRow(),
                        layer.Z(),
                        step.row(),
                        0,
                        columns,
                        step.rows(),
                        d.U(),
                        0,
                        worker.index(),
                        worker.count());
        if (worker.index() == 0) {
            worker.blas()
                    .addTransposedProduct(
                            tape.ones(), 0, layer.Z(), step.row(), 0, columns, step.rows(), d.b(), 0, 0, 1);
        }
    }
}
