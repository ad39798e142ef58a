package dev.charloom.training;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Turns steps and evaluations into the progress that users see. One thread feeds it.
final class ProgressMeter {

    /// Speed is that of the last ten seconds or so: long enough to be steady, short enough to follow the machine.
    private static final long SPAN_NANOS = 10_000_000_000L;

    private final int epochs;
    private final long steps;
    private final double charactersPerStep;
    private final LongSupplier nanoTime;

    private long spanStart;
    private long lastStep;
    private long spanCharacters;
    private @Nullable Double speed;
    private boolean steady; // whether the speed is that of a second or more
    private long countedSteps;
    private long nanosBetweenSteps;
    private double lossSum;
    private long lossCharacters;
    private @Nullable Double trainLoss;
    private @Nullable Double validationLoss;
    private @Nullable Double bestValidationLoss;
    private Progress progress;

    /// @param charactersPerStep on average: windows of lines have a few characters or thousands
    /// @param nanoTime a clock for durations
    ProgressMeter(int epochs, long steps, double charactersPerStep, LongSupplier nanoTime) {
        this.epochs = epochs;
        this.steps = steps;
        this.charactersPerStep = charactersPerStep;
        this.nanoTime = nanoTime;
        this.spanStart = nanoTime.getAsLong();
        this.lastStep = spanStart;
        this.progress = new Progress(1, epochs, 0, steps, null, null, null, null, null, null);
    }

    Progress progress() {
        return progress;
    }

    /// The run goes on from a checkpoint, or begins.
    ///
    /// @param epoch the epoch of its last step, counted from 1
    void resumedAt(RunState state, int epoch) {
        lossSum = state.lossSum();
        lossCharacters = state.lossCharacters();
        List<Evaluation> evaluations = state.history().history().evaluations();
        Evaluation last = evaluations.isEmpty() ? null : evaluations.getLast();
        trainLoss =
                lossCharacters > 0 ? Double.valueOf(lossSum / lossCharacters) : last == null ? null : last.trainLoss();
        validationLoss = last == null ? null : last.lowestLoss();
        bestValidationLoss = state.bestLoss();
        update(state.step(), epoch);
        resumed();
        countedSteps = 0;
        nanosBetweenSteps = 0; // what passed until now was for once
    }

    void stepped(long step, int epoch, double loss, int characters) {
        lossSum += loss;
        lossCharacters += characters;
        trainLoss = lossSum / Math.max(1, lossCharacters);
        spanCharacters += characters;
        countedSteps++;
        lastStep = nanoTime.getAsLong();
        long elapsed = lastStep - spanStart;
        if (elapsed > 0 && (!steady || elapsed >= SPAN_NANOS / 10)) {
            double latest = spanCharacters * 1e9 / elapsed;
            double weight = Math.min(1, (double) elapsed / SPAN_NANOS);
            speed = steady && speed != null ? speed + Math.max(weight, 0.3) * (latest - speed) : latest;
        }
        if (elapsed >= SPAN_NANOS / 10) { // the first step is slow and may be a short one: alone it says little
            steady = true;
            spanStart += elapsed;
            spanCharacters = 0;
        }
        update(step, epoch);
    }

    void evaluated(Evaluation evaluation) {
        trainLoss = evaluation.trainLoss();
        validationLoss = evaluation.lowestLoss();
        if (evaluation.best()) {
            bestValidationLoss = validationLoss;
        }
        lossSum = 0;
        lossCharacters = 0;
        update(evaluation.step(), evaluation.epoch());
        resumed();
    }

    /// What has passed since the last step was no training: an evaluation, a sample.
    void resumed() {
        long now = nanoTime.getAsLong();
        nanosBetweenSteps += now - lastStep;
        spanStart += now - lastStep;
        lastStep = now;
    }

    private void update(long step, int epoch) {
        Double loss = validationLoss != null ? validationLoss : trainLoss;
        Double eta = speed == null || speed == 0 ? null : (steps - step) * secondsPerStep(speed);
        Double bits = loss == null ? null : loss / Math.log(2);
        progress = new Progress(
                epoch, epochs, step, steps, speed, eta, trainLoss, validationLoss, bestValidationLoss, bits);
    }

    /// With its share of what comes between steps.
    private double secondsPerStep(double charactersPerSecond) {
        return charactersPerStep / charactersPerSecond + nanosBetweenSteps / 1e9 / Math.max(1, countedSteps);
    }
}
