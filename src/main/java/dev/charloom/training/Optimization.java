package dev.charloom.training;

import dev.charloom.training.TrainingParams.OptimizerChoice;
import dev.charloom.training.TrainingParams.ScheduleChoice;
import org.jspecify.annotations.Nullable;

/// How gradients become changes of the weights: the optimiser and the course of its rate. What belongs to another
/// optimiser or schedule than the chosen one is null; what belongs to the chosen one and is left out takes its
/// default.
///
/// @param learningRate peak learning rate, above 0, at most 10
/// @param optimizer the update rule
/// @param momentum `sgd`: share of the velocity that each step keeps, 0 to below 1
/// @param weightDecay `adamw`: by what, times the rate, each step shrinks the weights, 0 to 10
/// @param clipNorm largest global norm of the gradients; 0 clips nothing
/// @param schedule the course of the learning rate
/// @param warmupSteps steps over which the rate first rises to the peak, 0 or more
/// @param learningRateDecay `step`: by what the rate is multiplied, above 0 to below 1
/// @param learningRateDecayAfter `step`: epochs before it is multiplied for the first time, 0 or more
/// @param learningRateDecayEvery `step`: epochs from one time to the next, at least 1
/// @param plateauFactor `plateau`: by what the rate is multiplied when the validation loss falls no more, above 0 to
///     below 1
/// @param plateauPatience `plateau`: evaluations without a new lowest validation loss before that, at least 1
public record Optimization(
        double learningRate,
        OptimizerChoice optimizer,
        @Nullable Double momentum,
        @Nullable Double weightDecay,
        double clipNorm,
        ScheduleChoice schedule,
        int warmupSteps,
        @Nullable Double learningRateDecay,
        @Nullable Integer learningRateDecayAfter,
        @Nullable Integer learningRateDecayEvery,
        @Nullable Double plateauFactor,
        @Nullable Integer plateauPatience) {

    /// The longest warm-up.
    public static final int MAX_WARMUP = 1_000_000_000;

    public Optimization {
        momentum = filled(momentum, optimizer == OptimizerChoice.SGD, 0.9);
        weightDecay = filled(weightDecay, optimizer == OptimizerChoice.ADAMW, 0.01);
        learningRateDecay = filled(learningRateDecay, schedule == ScheduleChoice.STEP, 0.97);
        learningRateDecayAfter = filled(learningRateDecayAfter, schedule == ScheduleChoice.STEP, 10);
        learningRateDecayEvery = filled(learningRateDecayEvery, schedule == ScheduleChoice.STEP, 1);
        plateauFactor = filled(plateauFactor, schedule == ScheduleChoice.PLATEAU, 0.5);
        plateauPatience = filled(plateauPatience, schedule == ScheduleChoice.PLATEAU, 2);
    }

    static Optimization defaults() {
        return new Optimization(
                0.004, OptimizerChoice.ADAM, null, null, 5.0, ScheduleChoice.COOLDOWN, 0, null, null, null, null, null);
    }

    Optimization withLearningRate(double rate) {
        return new Optimization(
                rate,
                optimizer,
                momentum,
                weightDecay,
                clipNorm,
                schedule,
                warmupSteps,
                learningRateDecay,
                learningRateDecayAfter,
                learningRateDecayEvery,
                plateauFactor,
                plateauPatience);
    }

    /// These where no validation loss tells when the rate is to fall.
    Optimization withoutPlateau() {
        return schedule != ScheduleChoice.PLATEAU
                ? this
                : new Optimization(
                        learningRate,
                        optimizer,
                        momentum,
                        weightDecay,
                        clipNorm,
                        ScheduleChoice.CONSTANT,
                        warmupSteps,
                        null,
                        null,
                        null,
                        null,
                        null);
    }

    /// Adds everything that is out of its range or has no effect.
    void check(Violations wrong) {
        wrong.unless(learningRate > 0 && learningRate <= 10, "learningRate", learningRate, "above 0, at most 10");
        wrong.unless(clipNorm >= 0 && Double.isFinite(clipNorm), "clipNorm", clipNorm, "at least 0");
        wrong.unless(warmupSteps >= 0 && warmupSteps <= MAX_WARMUP, "warmupSteps", warmupSteps, "0 to " + MAX_WARMUP);
        belongsTo(optimizer, OptimizerChoice.SGD, "momentum", momentum, "optimizer", wrong);
        belongsTo(optimizer, OptimizerChoice.ADAMW, "weightDecay", weightDecay, "optimizer", wrong);
        belongsTo(schedule, ScheduleChoice.STEP, "learningRateDecay", learningRateDecay, "schedule", wrong);
        belongsTo(schedule, ScheduleChoice.STEP, "learningRateDecayAfter", learningRateDecayAfter, "schedule", wrong);
        belongsTo(schedule, ScheduleChoice.STEP, "learningRateDecayEvery", learningRateDecayEvery, "schedule", wrong);
        belongsTo(schedule, ScheduleChoice.PLATEAU, "plateauFactor", plateauFactor, "schedule", wrong);
        belongsTo(schedule, ScheduleChoice.PLATEAU, "plateauPatience", plateauPatience, "schedule", wrong);
        wrong.unless(within(momentum, 0, 1, true, false), "momentum", momentum, "0 to below 1");
        wrong.unless(within(weightDecay, 0, 10, true, true), "weightDecay", weightDecay, "0 to 10");
        wrong.unless(
                within(learningRateDecay, 0, 1, false, false),
                "learningRateDecay",
                learningRateDecay,
                "above 0, below 1");
        wrong.unless(
                learningRateDecayAfter == null || learningRateDecayAfter >= 0,
                "learningRateDecayAfter",
                learningRateDecayAfter,
                "at least 0");
        wrong.unless(
                learningRateDecayEvery == null || learningRateDecayEvery >= 1,
                "learningRateDecayEvery",
                learningRateDecayEvery,
                "at least 1");
        wrong.unless(within(plateauFactor, 0, 1, false, false), "plateauFactor", plateauFactor, "above 0, below 1");
        wrong.unless(plateauPatience == null || plateauPatience >= 1, "plateauPatience", plateauPatience, "at least 1");
    }

    private static <T> @Nullable T filled(@Nullable T given, boolean chosen, T fallback) {
        return (given == null && chosen) ? fallback : given;
    }

    private static void belongsTo(
            Enum<?> chosen, Enum<?> owner, String name, @Nullable Object value, String field, Violations wrong) {
        wrong.unless(
                value == null || chosen == owner,
                name,
                value,
                "nothing: it has an effect with %s %s alone".formatted(field, TrainingParams.nameOf(owner)));
    }

    private static boolean within(@Nullable Double value, double least, double most, boolean from, boolean to) {
        return value == null || ((from ? value >= least : value > least) && (to ? value <= most : value < most));
    }
}
