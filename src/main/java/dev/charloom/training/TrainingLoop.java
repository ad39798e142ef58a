package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.engine.Schedule;
import dev.charloom.engine.State;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.Window;
import dev.charloom.text.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Trains a network on a curriculum from the first step to the last.
///
/// Plain computation: no clock, no threads of its own, no files. The same arguments give the same weights.
final class TrainingLoop {

    /// An epoch longer than this is evaluated within, every so many steps.
    static final long MAX_STEPS_BETWEEN_EVALUATIONS = 2_000;

    /// What a run came to.
    ///
    /// @param weights those of the lowest validation loss; without validation, or if none was made, the latest
    /// @param evaluations all of them, in order
    /// @param stopped whether it was asked to stop before its end
    record Result(Parameters weights, List<Evaluation> evaluations, boolean stopped) {}

    private final TrainingParams params;
    private final Curriculum curriculum;
    private final Trainer trainer;
    private final Schedule schedule;
    private final Function<Trainer, String> writeSample;
    private final TrainingListener listener;
    private final BooleanSupplier stop;

    private final Window window = new Window();
    private final dev.charloom.text.Window batch;
    private final State state;
    private final long steps;
    private final List<Evaluation> evaluations = new ArrayList<>();
    private @Nullable Parameters best;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private double lossSinceEvaluation;
    private long charactersSinceEvaluation;

    /// @param writeSample writes a sample with the present weights
    /// @param stop asked after every step; true ends the run
    TrainingLoop(
            TrainingParams params,
            Curriculum curriculum,
            Trainer trainer,
            Function<Trainer, String> writeSample,
            TrainingListener listener,
            BooleanSupplier stop) {
        this.params = params;
        this.curriculum = curriculum;
        this.trainer = trainer;
        this.schedule = schedule(params);
        this.writeSample = writeSample;
        this.listener = listener;
        this.stop = stop;
        this.batch = curriculum.training().newWindow();
        this.state = new State(trainer.network().shape(), batch.maxLanes());
        this.steps = steps(params, curriculum.training());
    }

    /// The steps of a run: its epochs' windows, or `maxSteps` where that is less.
    static long steps(TrainingParams params, Batches training) {
        long all = (long) params.epochs() * training.windowsPerEpoch();
        Long most = params.maxSteps();
        return most == null ? all : Math.min(all, most);
    }

    Result run() {
        int windows = curriculum.training().windowsPerEpoch();
        for (long step = 0; step < steps; step++) {
            int epoch = (int) (step / windows);
            int index = (int) (step % windows);
            train(step, epoch, index);
            boolean last = step + 1 == steps;
            boolean evaluate = last || index + 1 == windows || (index + 1) % MAX_STEPS_BETWEEN_EVALUATIONS == 0;
            if (evaluate) {
                evaluate(step, epoch);
            }
            Long every = params.sampleEvery();
            if (last || (every == null ? evaluate : (step + 1) % every == 0)) {
                listener.sampled(new TrainingSample(step + 1, epoch + 1, writeSample.apply(trainer)));
            }
            if (!last && stop.getAsBoolean()) {
                return new Result(weights(), List.copyOf(evaluations), true);
            }
        }
        return new Result(weights(), List.copyOf(evaluations), false);
    }

    private void train(long step, int epoch, int index) {
        curriculum.training().fill(epoch, index, batch);
        if (batch.fresh()) {
            state.reset();
        }
        read(batch);
        double rate = schedule.rate(step, steps);
        Trainer.StepResult result = trainer.step(window, state, rate);
        if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
            throw new NotFinite(step + 1, rate);
        }
        int characters = window.scored();
        lossSinceEvaluation += result.loss();
        charactersSinceEvaluation += characters;
        listener.stepped(step + 1, steps, epoch + 1, result.loss(), characters);
    }

    private void evaluate(long step, int epoch) {
        Double validation = curriculum.validation() == null ? null : validationLoss(curriculum.validation());
        double train = lossSinceEvaluation / Math.max(1, charactersSinceEvaluation);
        lossSinceEvaluation = 0;
        charactersSinceEvaluation = 0;
        boolean improved = validation == null || validation < bestLoss;
        if (validation != null && improved) {
            bestLoss = validation;
            best = best == null ? new Parameters(trainer.network().shape()) : best;
            best.setTo(trainer.network().parameters());
        }
        var evaluation = new Evaluation(step + 1, epoch + 1, train, validation, schedule.rate(step, steps), improved);
        evaluations.add(evaluation);
        listener.evaluated(evaluation);
    }

    /// Mean negative log-likelihood of the whole validation part, each character scored once, state from zero and then
    /// carried.
    private double validationLoss(Batches validation) {
        var windows = validation.newWindow();
        var reading = new State(trainer.network().shape(), windows.maxLanes());
        double loss = 0;
        long characters = 0;
        for (int index = 0; index < validation.windowsPerEpoch(); index++) {
            validation.fill(0, index, windows);
            if (windows.fresh()) {
                reading.reset();
            }
            read(windows);
            loss += trainer.loss(window, reading);
            characters += window.scored();
        }
        return loss / Math.max(1, characters);
    }

    private void read(dev.charloom.text.Window source) {
        window.set(source.steps(), source.widths(), source.inputs(), source.targets());
    }

    private Parameters weights() {
        return best != null ? best : trainer.network().parameters();
    }

    private static Schedule schedule(TrainingParams params) {
        return switch (params.schedule()) {
            case CONSTANT -> new Schedule.Constant(params.learningRate());
            case COSINE -> new Schedule.Cosine(params.learningRate());
            case LINEAR -> new Schedule.Linear(params.learningRate());
        };
    }
}
