package dev.charloom.engine;

import dev.charloom.engine.kernel.Blas;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.engine.kernel.Team;
import java.util.ArrayList;
import java.util.List;

/// What the engine gives for a batch of sequences, read in one window or in several with carried state, so that the
/// rows of either way stand beside each other.
///
/// @param logits by row of the batch
/// @param hidden hidden states by layer, then by row of the batch
/// @param losses by row of the batch
/// @param loss what the engine says their sum is, added up over the windows
/// @param state after the batch
record Reading(List<float[]> logits, List<List<float[]>> hidden, List<Double> losses, double loss, State state) {

    /// Reads in windows that begin at the steps `cuts`, alone.
    ///
    /// @param initial not modified
    static Reading inWindows(Network network, PackedBatch batch, State initial, int... cuts) {
        return inWindows(network, batch, initial, new JavaBlas(), cuts);
    }

    /// The same with the kernel that the network was made with.
    static Reading inWindows(Network network, PackedBatch batch, State initial, Blas blas, int... cuts) {
        Tape tape = Tape.forInference(network.shape(), batch.rows(), batch.lanes(), blas);
        return inWindows(network, batch, initial, tape, cuts);
    }

    /// Reads in windows that begin at the steps `cuts`, for inference, with a team that is always free.
    ///
    /// @param initial not modified
    static Reading withHelp(Network network, PackedBatch batch, State initial, Blas blas, int threads, int... cuts) {
        try (var team = new SharedTeam(threads, "help", () -> true)) {
            Tape tape = Tape.forInference(network.shape(), batch.rows(), batch.lanes(), blas, team);
            return inWindows(network, batch, initial, tape, cuts);
        }
    }

    /// Reads in one window, with a team.
    ///
    /// @param initial not modified
    static Reading byTeam(Network network, PackedBatch batch, State initial, int threads) {
        try (var team = new Team(threads, "reading")) {
            Tape tape = Tape.forTraining(network.shape(), batch.rows(), batch.lanes(), new JavaBlas(), team);
            return inWindows(network, batch, initial, tape);
        }
    }

    private static Reading inWindows(Network network, PackedBatch batch, State initial, Tape tape, int... cuts) {
        int layers = network.shape().layers();
        var reading = new Reading(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0, initial.copy());
        for (int l = 0; l < layers; l++) {
            reading.hidden.add(new ArrayList<>());
        }
        State forLosses = initial.copy();
        double loss = 0;
        int from = 0;
        for (int window = 0; window <= cuts.length; window++) {
            int to = window < cuts.length ? cuts[window] : batch.steps();
            PackedBatch slice = batch.slice(from, to);
            from = to;
            network.logits(slice.window(), reading.state, tape);
            for (int row = 0; row < slice.rows(); row++) {
                reading.logits.add(StateRows.row(tape.logits(), row));
                for (int l = 0; l < layers; l++) {
                    reading.hidden.get(l).add(StateRows.row(tape.layer(l).H(), row));
                }
            }
            loss += network.loss(slice.window(), forLosses, tape);
            for (int row = 0; row < slice.rows(); row++) {
                reading.losses.add(tape.losses()[row]);
            }
        }
        return new Reading(reading.logits, reading.hidden, reading.losses, loss, reading.state);
    }

    /// The losses added up row by row, which is the order of one window.
    double sumOfLosses() {
        double sum = 0;
        for (double rowLoss : losses) {
            sum += rowLoss;
        }
        return sum;
    }
}
