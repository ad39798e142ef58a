package dev.charloom.training;

import dev.charloom.engine.State;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.Window;
import dev.charloom.text.Batches;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// How long the steps, the evaluations and the samples of a job take on this machine, measured on the first of them.
///
/// @param secondsPerStep mean time of a step
/// @param secondsPerReading of reading the whole validation part once; 0 without one
/// @param secondsPerSample of writing one: of a text of few pages it takes as long as an epoch
record MeasuredSpeed(double secondsPerStep, double secondsPerReading, double secondsPerSample) {

    /// What is not measured has a share of its own: publishing, a busy moment, and above all
    /// checkpoints. There are more of them the longer it takes; one a minute costs a model of 3.5 million
    /// parameters a thirtieth.
    private static final double RESERVED = 0.05;

    private static final int LEAST_WINDOWS = 3;
    private static final int MOST_WINDOWS = 200;

    /// Measures for about so many seconds, half of which are spent before: the first steps are slow, until the machine
    /// code is there.
    ///
    /// @param trainer does steps with a rate of zero; none of a run, because its moments change (modified)
    /// @param writeSample writes a sample with the trainer's weights
    /// @param nanoTime a clock for durations
    static MeasuredSpeed of(
            Trainer trainer,
            Curriculum curriculum,
            double seconds,
            Consumer<Trainer> writeSample,
            LongSupplier nanoTime) {
        var steps = new Passes(curriculum.training(), trainer, true, nanoTime);
        steps.secondsPerWindow(seconds / 2);
        double perStep = steps.secondsPerWindow(seconds / 2);
        double perReading = 0;
        Batches validation = curriculum.validation();
        if (validation != null) {
            var readings = new Passes(validation, trainer, false, nanoTime);
            readings.secondsPerWindow(seconds / 10);
            perReading = readings.secondsPerWindow(seconds / 10) * validation.windowsPerEpoch();
        }
        writeSample.accept(trainer);
        long begin = nanoTime.getAsLong();
        writeSample.accept(trainer);
        return new MeasuredSpeed(perStep, perReading, (nanoTime.getAsLong() - begin) / 1e9);
    }

    /// Seconds of a step with its share of the evaluations and samples.
    double secondsPerStep(TrainingParams params, Curriculum curriculum) {
        int readings = params.regularization().averageDecay() == null ? 1 : 2;
        double stepsPerEvaluation = TrainingLoop.stepsPerEvaluation(params, curriculum);
        Long sampleEvery = params.monitoring().sampleEvery();
        double stepsPerSample = sampleEvery == null ? stepsPerEvaluation : sampleEvery;
        return secondsPerStep + readings * secondsPerReading / stepsPerEvaluation + secondsPerSample / stepsPerSample;
    }

    /// How many steps there is time for.
    ///
    /// @param seconds that are left
    /// @return at least 1
    long steps(double seconds, TrainingParams params, Curriculum curriculum) {
        double used = (1 - RESERVED) * seconds;
        return Math.max(1, (long) Math.min(1e12, used / secondsPerStep(params, curriculum)));
    }

    /// Windows that are trained on, or read, one after the other.
    private static final class Passes {

        private final Batches batches;
        private final Trainer trainer;
        private final boolean training;
        private final LongSupplier nanoTime;
        private final dev.charloom.text.Window batch;
        private final Window window = new Window();
        private final State lanes;
        private int next;

        Passes(Batches batches, Trainer trainer, boolean training, LongSupplier nanoTime) {
            this.batches = batches;
            this.trainer = trainer;
            this.training = training;
            this.nanoTime = nanoTime;
            batch = batches.newWindow();
            lanes = new State(trainer.parameters().shape(), batch.maxLanes());
        }

        /// Goes on for about so many seconds.
        double secondsPerWindow(double seconds) {
            long begin = nanoTime.getAsLong();
            double elapsed = 0;
            int count = 0;
            while (count < LEAST_WINDOWS || (elapsed < seconds && count < MOST_WINDOWS)) {
                pass();
                count++;
                elapsed = (nanoTime.getAsLong() - begin) / 1e9;
            }
            return elapsed / count;
        }

        private void pass() {
            batches.fill(0, next++ % batches.windowsPerEpoch(), batch);
            window.set(batch.steps(), batch.widths(), batch.inputs(), batch.targets());
            if (training) {
                trainer.step(window, lanes, 0);
            } else {
                trainer.loss(window, lanes);
            }
        }
    }
}
