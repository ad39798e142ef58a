package dev.charloom.training;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a run stands between two steps, beside its weights, moments and carried states: with those, all that the
/// rest of it depends on. The order of the data is a function of the seed and the epoch, the draws of the samples
/// one of the seed, so no random state is needed.
///
/// @param step steps taken
/// @param rate what evaluations and setbacks have made of the learning rate
/// @param bestLoss the lowest validation loss so far; null before the first evaluation and without validation
/// @param withoutBest evaluations since then
/// @param lossSum summed loss since the last evaluation, in nats
/// @param lossCharacters how many characters that was
/// @param history what has been recorded
/// @param samples what was written, the latest last
record RunState(
        long step,
        LearningRate.Memory rate,
        @Nullable Double bestLoss,
        int withoutBest,
        double lossSum,
        long lossCharacters,
        HistoryRecorder.Memory history,
        List<TrainingSample> samples) {

    static final RunState START =
            new RunState(0, LearningRate.Memory.NONE, null, 0, 0, 0, HistoryRecorder.Memory.NONE, List.of());

    RunState {
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(history, "history");
        samples = List.copyOf(samples);
    }

    /// The evaluation of the weights that would be published: the best, or without validation the latest; null before
    /// the first one.
    @Nullable
    Evaluation bestEvaluation() {
        List<Evaluation> evaluations = history.history().evaluations();
        return evaluations.reversed().stream()
                .filter(Evaluation::best)
                .findFirst()
                .orElse(null);
    }
}
