package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.Team;
import java.util.Arrays;

/// What the engine makes of one batch, forward and backward.
///
/// @param loss sum of the negative log-likelihoods
/// @param gradients of the mean loss
/// @param state after the batch
record TrainingPass(double loss, Parameters gradients, State state) {

    /// @param initial the state before the batch; not modified
    static TrainingPass of(Parameters parameters, PackedBatch batch, State initial, int threads) {
        return of(parameters, batch, initial, threads, new JavaBlas());
    }

    /// As [#of], with the given kernel.
    static TrainingPass of(Parameters parameters, PackedBatch batch, State initial, int threads, Blas blas) {
        return of(parameters, Dropout.NONE, 0, batch, initial, threads, blas);
    }

    /// As [#of], dropping what step `step` of training does.
    static TrainingPass of(
            Parameters parameters,
            Dropout dropout,
            long step,
            PackedBatch batch,
            State initial,
            int threads,
            Blas blas) {
        State state = initial.copy();
        var gradients = new Parameters(parameters.shape());
        gradients.tensors().forEach(tensor -> Arrays.fill(tensor.matrix().data, Float.NaN)); // all are to be written
        try (var team = new Team(threads, "training-pass")) {
            Tape tape = Tape.forTraining(parameters.shape(), dropout, batch.rows(), batch.lanes(), blas, team);
            Network network = Network.forTraining(parameters, dropout, blas);
            network.dropWeights(step);
            tape.dropout().at(step);
            network.parametersChanged(tape);
            double loss = network.lossAndGradients(batch.window(), state, tape, gradients);
            return new TrainingPass(loss, gradients, state);
        }
    }
}
