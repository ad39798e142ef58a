package dev.charloom.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keeps the course of a run within bounds, as a function of what it is told alone: two runs that are told the same
/// keep the same.
///
/// Points of the training loss stand for 1, 2, 4, … steps each: when there are too many, neighbours are drawn
/// together.
final class HistoryRecorder {

    static final int MOST_POINTS = 1000;
    static final int MOST_EVALUATIONS = 1000;

    /// All that this knows.
    ///
    /// @param stepsPerPoint for how many steps a point stands
    /// @param pending the steps since the last point as one; null if there are none
    /// @param pendingSteps how many they are
    record Memory(
            TrainingHistory history,
            int stepsPerPoint,
            @Nullable LossPoint pending,
            int pendingSteps) {
        static final Memory NONE = new Memory(TrainingHistory.EMPTY, 1, null, 0);

        Memory {
            Objects.requireNonNull(history, "history");
        }
    }

    private final List<LossPoint> losses = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private int stepsPerPoint = 1;
    private @Nullable LossPoint pending;
    private int pendingSteps;

    /// Records a step.
    ///
    /// @return whether there is a new point
    boolean stepped(LossPoint step) {
        pending = pending == null ? step : pending.with(step);
        if (++pendingSteps < stepsPerPoint) {
            return false;
        }
        losses.add(pending);
        pending = null;
        pendingSteps = 0;
        if (losses.size() >= MOST_POINTS) {
            halve();
        }
        return true;
    }

    void evaluated(Evaluation evaluation) {
        evaluations.add(evaluation);
        if (evaluations.size() >= MOST_EVALUATIONS) {
            thinOut();
        }
    }

    List<Evaluation> evaluations() {
        return evaluations;
    }

    TrainingHistory history() {
        return new TrainingHistory(losses, evaluations);
    }

    Memory memory() {
        return new Memory(history(), stepsPerPoint, pending, pendingSteps);
    }

    void restore(Memory earlier) {
        losses.clear();
        losses.addAll(earlier.history().losses());
        evaluations.clear();
        evaluations.addAll(earlier.history().evaluations());
        stepsPerPoint = earlier.stepsPerPoint();
        pending = earlier.pending();
        pendingSteps = earlier.pendingSteps();
    }

    private void halve() {
        for (int i = 0; i < losses.size() / 2; i++) {
            losses.set(i, losses.get(2 * i).with(losses.get(2 * i + 1)));
        }
        losses.subList(losses.size() / 2, losses.size()).clear();
        stepsPerPoint *= 2;
    }

    private void thinOut() {
        int best = evaluations.size() - 1;
        while (best > 0 && !evaluations.get(best).best()) {
            best--;
        }
        var kept = new ArrayList<Evaluation>();
        for (int i = 0; i < evaluations.size(); i++) {
            if (i % 2 == 0 || i == best || i == evaluations.size() - 1) {
                kept.add(evaluations.get(i));
            }
        }
        evaluations.clear();
        evaluations.addAll(kept);
    }
}
