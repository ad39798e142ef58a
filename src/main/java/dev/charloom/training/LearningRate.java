package dev.charloom.training;

import dev.charloom.engine.Schedule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The learning rate of a run: its schedule over the steps, times what the evaluations and setbacks have made of it.
///
/// With the schedule `plateau`, the rate is multiplied by a factor whenever so many evaluations have brought no new
/// lowest validation loss; the count then begins again.
final class LearningRate {

    /// What the evaluations and the setbacks have made of the rate.
    ///
    /// @param factor by which the schedule's rate is multiplied
    /// @param lowest validation loss so far; null before the first evaluation
    /// @param without evaluations since then, or since the factor changed
    /// @param setbacks how often the run has left the numbers; each halves the rate
    record Memory(double factor, @Nullable Double lowest, int without, int setbacks) {
        static final Memory NONE = new Memory(1, null, 0, 0);

        Memory plateau(double nextFactor, double nextLowest, int nextWithout) {
            return new Memory(nextFactor, nextLowest, nextWithout, setbacks);
        }
    }

    /// How much of a run the schedule `cooldown` slows down for.
    private static final double COOLDOWN_FRACTION = 0.4;

    private final Schedule schedule;
    private final long steps;
    private final @Nullable Double plateauFactor;
    private final int plateauPatience;
    private Memory memory = Memory.NONE;

    /// @param steps steps of the run
    /// @param stepsPerEpoch how many of them make an epoch
    LearningRate(Optimization optimization, long steps, long stepsPerEpoch) {
        this.schedule = schedule(optimization, stepsPerEpoch);
        this.steps = steps;
        this.plateauFactor = optimization.plateauFactor();
        this.plateauPatience = Objects.requireNonNullElse(optimization.plateauPatience(), 0);
    }

    /// The rate for step `step`, counted from 0.
    double at(long step) {
        return Math.scalb(schedule.rate(step, steps) * memory.factor(), -memory.setbacks());
    }

    void evaluated(@Nullable Double validationLoss) {
        if (plateauFactor == null || validationLoss == null) {
            return;
        }
        Double lowest = memory.lowest();
        if (lowest == null || validationLoss < lowest) {
            memory = memory.plateau(memory.factor(), validationLoss, 0);
        } else if (memory.without() + 1 < plateauPatience) {
            memory = memory.plateau(memory.factor(), lowest, memory.without() + 1);
        } else {
            memory = memory.plateau(memory.factor() * plateauFactor, lowest, 0);
        }
    }

    /// Halves the rate once for every setback.
    void setBack(int setbacks) {
        memory = new Memory(memory.factor(), memory.lowest(), memory.without(), setbacks);
    }

    Memory memory() {
        return memory;
    }

    void restore(Memory earlier) {
        memory = earlier;
    }

    private static Schedule schedule(Optimization it, long stepsPerEpoch) {
        double peak = it.learningRate();
        long warmup = it.warmupSteps();
        Schedule schedule = switch (it.schedule()) {
            case CONSTANT, PLATEAU -> new Schedule.Constant(peak);
            case COOLDOWN -> new Schedule.Cooldown(peak, COOLDOWN_FRACTION);
            case COSINE -> new Schedule.Cosine(peak);
            case LINEAR -> new Schedule.Linear(peak);
            case STEP -> decay(it, stepsPerEpoch, warmup);
        };
        return warmup == 0 ? schedule : new Schedule.WarmUp(schedule, warmup);
    }

    /// Epochs are counted from the beginning of the run, although a warm-up comes before the schedule.
    private static Schedule decay(Optimization it, long stepsPerEpoch, long warmup) {
        int after = Objects.requireNonNull(it.learningRateDecayAfter());
        int every = Objects.requireNonNull(it.learningRateDecayEvery());
        double factor = Objects.requireNonNull(it.learningRateDecay());
        return new Schedule.Decay(it.learningRate(), factor, after * stepsPerEpoch - warmup, every * stepsPerEpoch);
    }
}
