package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.Team;

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
        return add(parameters, batch, initial, threads, blas, new Parameters(parameters.shape()));
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
        return add(parameters, dropout, step, batch, initial, threads, blas, new Parameters(parameters.shape()));
    }

    /// As [#of].
    ///
    /// @param gradients modified: those of this pass are added
    static TrainingPass add(
            Parameters parameters, PackedBatch batch, State initial, int threads, Blas blas, Parameters gradients) {
        return add(parameters, Dropout.NONE, 0, batch, initial, threads, blas, gradients);
    }

    private static TrainingPass add(
            Parameters parameters,
            Dropout dropout,
            long step,
            PackedBatch batch,
            State initial,
            int threads,
            Blas blas,
            Parameters gradients) {
        State state = initial.copy();
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
