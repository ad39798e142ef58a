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
    private final LongSupplier nanoTime;

    private long spanStart;
    private long lastStep;
    private long spanCharacters;
    private long charactersPerStep;
    private @Nullable Double speed;
    private double lossSum;
    private long lossCharacters;
    private @Nullable Double trainLoss;
    private @Nullable Double validationLoss;
    private @Nullable Double bestValidationLoss;
    private Progress progress;

    /// @param nanoTime a clock for durations
    ProgressMeter(int epochs, long steps, LongSupplier nanoTime) {
        this.epochs = epochs;
        this.steps = steps;
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
    }

    void stepped(long step, int epoch, double loss, int characters) {
        lossSum += loss;
        lossCharacters += characters;
        trainLoss = lossSum / Math.max(1, lossCharacters);
        spanCharacters += characters;
        charactersPerStep = characters;
        lastStep = nanoTime.getAsLong();
        long elapsed = lastStep - spanStart;
        if (elapsed > 0 && (speed == null || elapsed >= SPAN_NANOS / 10)) {
            double latest = spanCharacters * 1e9 / elapsed;
            double weight = Math.min(1, (double) elapsed / SPAN_NANOS);
            speed = speed == null ? latest : speed + Math.max(weight, 0.3) * (latest - speed);
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
        spanStart += now - lastStep;
        lastStep = now;
    }

    private void update(long step, int epoch) {
        Double loss = validationLoss != null ? validationLoss : trainLoss;
        Double eta = speed == null || speed == 0 ? null : (steps - step) * charactersPerStep / speed;
        Double bits = loss == null ? null : loss / Math.log(2);
        progress = new Progress(
                epoch, epochs, step, steps, speed, eta, trainLoss, validationLoss, bestValidationLoss, bits);
    }
}
