package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.Window;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.Batches;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Trains a network on a curriculum from the first step, or from where a checkpoint left it, to the last.
///
/// Plain computation: no clock, no threads of its own, no files. The same arguments give the same weights, however
/// often the run was stopped and taken up again.
final class TrainingLoop {

    /// An epoch longer than this is evaluated within, if [#CHARACTERS_PER_VALIDATION] allows it.
    private static final long STEPS_BETWEEN_EVALUATIONS = 2_000;

    /// How many characters are trained on, within an epoch, for each one that an evaluation reads: as many as an epoch
    /// has where a tenth is held out.
    private static final long CHARACTERS_PER_VALIDATION = 9;

    /// How often a run may leave the numbers before it is given up.
    static final int MOST_SETBACKS = 3;

    /// How a run ended.
    enum End {
        /// It has taken all of its steps.
        COMPLETE,
        /// The validation loss has fallen no more.
        EARLY,
        /// It was asked to stop; a checkpoint was made.
        STOPPED
    }

    /// What a run came to.
    ///
    /// @param weights those of the lowest validation loss; without validation, or if none was made, the latest
    /// @param state where it stands
    record Result(Parameters weights, RunState state, End end) {}

    private final TrainingParams params;
    private final Curriculum curriculum;
    private final TrainingRun run;
    private final Function<Trainer, String> writeSample;
    private final TrainingListener listener;
    private final Checkpoints checkpoints;
    private final BooleanSupplier stop;

    private final Window window = new Window();
    private final dev.charloom.text.Window batch;
    private final int windows;
    private final long steps;
    private final long stretch; // steps from one evaluation to the next, within an epoch

    /// @param run where it begins; modified
    /// @param writeSample writes a sample with the present weights
    /// @param stop asked after every step, and within an evaluation; true ends the run
    TrainingLoop(
            TrainingParams params,
            Curriculum curriculum,
            TrainingRun run,
            Function<Trainer, String> writeSample,
            TrainingListener listener,
            Checkpoints checkpoints,
            BooleanSupplier stop) {
        this.params = params;
        this.curriculum = curriculum;
        this.run = run;
        this.writeSample = writeSample;
        this.listener = listener;
        this.checkpoints = checkpoints;
        this.stop = stop;
        this.batch = curriculum.training().newWindow();
        this.windows = curriculum.training().windowsPerEpoch();
        this.steps = steps(params, curriculum.training());
        this.stretch = stretch(curriculum);
    }

    /// The steps of a run: its epochs' windows, or `maxSteps` where that is less.
    static long steps(TrainingParams params, Batches training) {
        long all = (long) params.epochs() * training.windowsPerEpoch();
        Long most = params.maxSteps();
        return most == null ? all : Math.min(all, most);
    }

    /// Steps from one evaluation to the next, on average.
    static double stepsPerEvaluation(TrainingParams params, Curriculum curriculum) {
        Long every = params.monitoring().evaluateEvery();
        double windows = curriculum.training().windowsPerEpoch();
        return every != null ? every : windows / Math.ceil(windows / stretch(curriculum));
    }

    /// After how many steps an epoch that has more of them is evaluated within.
    private static long stretch(Curriculum curriculum) {
        Batches training = curriculum.training();
        Batches validation = curriculum.validation();
        double read = validation == null ? 0 : validation.charactersPerEpoch();
        double perStep = (double) training.charactersPerEpoch() / training.windowsPerEpoch();
        return Math.max(STEPS_BETWEEN_EVALUATIONS, (long) (CHARACTERS_PER_VALIDATION * read / perStep));
    }

    /// A run at its first step.
    static TrainingRun newRun(TrainingParams params, Batches training, Trainer trainer) {
        var rate = new LearningRate(params.optimization(), steps(params, training), training.windowsPerEpoch());
        return new TrainingRun(trainer, training.newWindow().maxLanes(), rate);
    }

    /// @throws NotFinite if the numbers were left too often
    Result run() {
        if (run.step() == 0) {
            checkpoints.save(run, true);
        }
        listener.resumed(run);
        if (owesAnEvaluation()) {
            if (!observe()) {
                return result(End.STOPPED);
            }
            keep(false);
        }
        while (!isOver()) {
            if (train() && !observe()) {
                return brokenOff();
            }
            boolean stopping = !isOver() && stop.getAsBoolean();
            if (keep(stopping) && stopping) {
                return result(End.STOPPED);
            }
        }
        return result(isExhausted() ? End.EARLY : End.COMPLETE);
    }

    /// Whether the run was stopped within an evaluation, which is made up for before it goes on.
    private boolean owesAnEvaluation() {
        return run.step() > 0 && isEvaluationDue() && !run.isEvaluated();
    }

    /// A checkpoint without the evaluation is none to go back to. Where the weights are no numbers, the one before is
    /// gone on from, and the way to here is taken again.
    private Result brokenOff() {
        if (run.isFinite()) {
            checkpoints.save(run, false);
        }
        return result(End.STOPPED);
    }

    private boolean isOver() {
        return run.step() >= steps || isExhausted();
    }

    private boolean isExhausted() {
        Integer patience = params.monitoring().patience();
        return patience != null && run.withoutBest() >= patience;
    }

    private Result result(End end) {
        return new Result(run.weights(), run.state(), end);
    }

    /// Takes a step, or goes back.
    ///
    /// @return whether a step was taken
    private boolean train() {
        int epoch = (int) (run.step() / windows);
        curriculum.training().fill(epoch, (int) (run.step() % windows), batch);
        if (batch.fresh()) {
            run.lanes().reset();
        } else {
            dropStates();
        }
        read(batch);
        double rate = run.nextRate();
        Trainer.StepResult result = run.trainer().step(window, run.lanes(), rate);
        if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
            setBack(run.step() + 1, rate);
            return false;
        }
        int characters = window.scored();
        boolean recorded = run.stepped(result.loss(), characters, result.gradientNorm());
        listener.stepped(run, epoch + 1, result.loss(), characters, recorded);
        return true;
    }

    /// Lets some lanes begin the window as a text begins.
    private void dropStates() {
        double probability = params.regularization().stateDrop();
        if (probability == 0) {
            return;
        }
        RandomStream random = RandomStream.of(params.seed(), Purpose.STATE_DROP, run.step());
        for (int lane = 0; lane < run.lanes().lanes(); lane++) {
            if (random.nextDouble() < probability) {
                run.lanes().resetLane(lane);
            }
        }
    }

    private void setBack(long failed, double rate) {
        int setbacks = run.setbacks() + 1;
        if (setbacks > MOST_SETBACKS) {
            giveUp();
            throw new NotFinite(failed, rate, MOST_SETBACKS);
        }
        checkpoints.restoreScheduled(run);
        run.setBack(setbacks);
        listener.setBack(run, failed);
    }

    /// Keeps the best weights, which are sound, where nothing else of the run is.
    private void giveUp() {
        RunState last = run.state();
        Parameters best = run.weights().copy();
        checkpoints.restoreScheduled(run);
        if (last.bestLoss() != null) {
            run.adoptBest(last, best);
            checkpoints.save(run, false);
        }
    }

    /// Evaluates and writes a sample, if it is time; goes back where the weights are not sound.
    ///
    /// @return false if that was broken off, and nothing has changed
    private boolean observe() {
        boolean evaluate = isEvaluationDue();
        if ((evaluate || isSampleDue(false)) && !run.isFinite()) { // such weights have no loss and write no text
            setBack(run.step(), run.nextRate());
            return true;
        }
        if (evaluate) {
            var asked = new StopWish(stop);
            Losses losses = losses(curriculum.validation(), asked);
            if (asked.heard) {
                return false;
            }
            if (!losses.areFinite()) { // the weights are numbers, but what they come to is not
                setBack(run.step(), run.nextRate());
                return true;
            }
            listener.evaluated(run, run.evaluated(epoch(), losses.present(), losses.averaged()));
        }
        if (isSampleDue(evaluate)) {
            var sample = new TrainingSample(run.step(), epoch(), writeSample.apply(run.trainer()));
            run.sampled(sample);
            listener.sampled(sample);
        }
        return true;
    }

    private boolean isSampleDue(boolean evaluated) {
        return isOver() || isMultiple(params.monitoring().sampleEvery(), evaluated);
    }

    private boolean isEvaluationDue() {
        return run.step() == steps || isMultiple(params.monitoring().evaluateEvery(), endsStretch());
    }

    /// Whether so many steps are over again; `otherwise` where no number is given.
    private boolean isMultiple(@Nullable Long every, boolean otherwise) {
        return every == null ? otherwise : run.step() % every == 0;
    }

    /// Whether the last step ended an epoch, or a long stretch within one.
    private boolean endsStretch() {
        long index = (run.step() - 1) % windows + 1;
        return index == windows || index % stretch == 0;
    }

    /// The epoch of the last step, counted from 1.
    private int epoch() {
        return (int) ((run.step() - 1) / windows) + 1;
    }

    /// Makes a checkpoint, if it is time.
    ///
    /// @return false if the run went back instead
    private boolean keep(boolean stopping) {
        boolean scheduled = run.step() % params.monitoring().checkpointEvery() == 0;
        if (!scheduled && !stopping && !isOver() && !checkpoints.isDue()) {
            return true;
        }
        if (!run.isFinite()) { // the last step's loss was, but not what it has made of the weights
            setBack(run.step(), run.nextRate());
            return false;
        }
        checkpoints.save(run, scheduled);
        return true;
    }

    /// Validation losses; null where there are none.
    ///
    /// @param averaged of the average of the weights
    private record Losses(
            @Nullable Double present, @Nullable Double averaged) {

        boolean areFinite() {
            return (present == null || Double.isFinite(present)) && (averaged == null || Double.isFinite(averaged));
        }
    }

    /// Not to be used once `asked` was heard.
    private Losses losses(@Nullable Batches validation, StopWish asked) {
        if (validation == null) {
            return new Losses(null, null);
        }
        double present = validationLoss(validation, asked);
        Double averaged = run.trainer().average() == null
                ? null
                : Double.valueOf(run.trainer().withAverage(() -> validationLoss(validation, asked)));
        return new Losses(present, averaged);
    }

    private double validationLoss(Batches validation, StopWish asked) {
        Trainer trainer = run.trainer();
        return ValidationLoss.of(validation, trainer.network().shape(), trainer::loss, asked);
    }

    /// Remembers that a run was asked to stop.
    private static final class StopWish implements BooleanSupplier {

        private final BooleanSupplier stop;
        private boolean heard;

        private StopWish(BooleanSupplier stop) {
            this.stop = stop;
        }

        @Override
        public boolean getAsBoolean() {
            heard = heard || stop.getAsBoolean();
            return heard;
        }
    }

    private void read(dev.charloom.text.Window source) {
        window.set(source.steps(), source.widths(), source.inputs(), source.targets());
    }
}
