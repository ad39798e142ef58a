package dev.charloom.web;

import dev.charloom.training.Optimization;
import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingParams.OptimizerChoice;
import dev.charloom.training.TrainingParams.ScheduleChoice;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// [Optimization] as clients write it.
record OptimizationFields(
        @Schema(description = "The highest learning rate of the schedule.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10")
        double learningRate,

        @Schema(description = """
                How gradients become changes of the weights. `sgd`: with momentum; `rmsprop`: as in Graves 2013; \
                `adam`: Kingma and Ba 2015; `adamw`: with decoupled weight decay, Loshchilov and Hutter 2019.""") OptimizerChoice optimizer,

        @Schema(description = "The share of its velocity that `sgd` keeps; with `sgd` alone; left out: 0.9.")
        @DecimalMin("0")
        @DecimalMax(value = "1", inclusive = false)
        @Nullable
        Double momentum,

        @Schema(description = """
                By what, times the learning rate, every step of `adamw` shrinks the weights (biases and embeddings \
                are exempt); with `adamw` alone; left out: 0.01.""") @DecimalMin("0") @DecimalMax("10") @Nullable
        Double weightDecay,

        @Schema(description = "The largest global norm that gradients keep; 0 clips nothing.") @DecimalMin("0")
        double clipNorm,

        @Schema(description = """
                The course of the learning rate. `cooldown`: down to nothing over the last two fifths of the steps; \
                `constant`; `step`: lower from epoch to epoch; `cosine` and `linear`: down to nothing over all steps; \
                `plateau`: lower whenever the validation loss falls no more.""") ScheduleChoice schedule,

        @Schema(description = "Steps over which the rate first rises to the highest.")
        @Min(0)
        @Max(Optimization.MAX_WARMUP)
        int warmupSteps,

        @Schema(description = "By what schedule `step` multiplies the rate; with it alone; left out: 0.97.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable
        Double learningRateDecay,

        @Schema(description = "Epochs before schedule `step` does so for the first time; with it alone; left out: 10.")
        @Min(0)
        @Max(TrainingParams.MAX_EPOCHS)
        @Nullable
        Integer learningRateDecayAfter,

        @Schema(description = "Epochs from one such time to the next; with schedule `step` alone; left out: 1.")
        @Min(1)
        @Max(TrainingParams.MAX_EPOCHS)
        @Nullable
        Integer learningRateDecayEvery,

        @Schema(description = "By what schedule `plateau` multiplies the rate; with it alone; left out: 0.5.")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax(value = "1", inclusive = false)
        @Nullable
        Double plateauFactor,

        @Schema(description = """
                Evaluations without a new lowest validation loss before schedule `plateau` does so; with it alone; \
                left out: 2.""") @Min(1) @Max(1_000_000) @Nullable
        Integer plateauPatience) {

    static OptimizationFields of(Optimization it) {
        return new OptimizationFields(
                it.learningRate(),
                it.optimizer(),
                it.momentum(),
                it.weightDecay(),
                it.clipNorm(),
                it.schedule(),
                it.warmupSteps(),
                it.learningRateDecay(),
                it.learningRateDecayAfter(),
                it.learningRateDecayEvery(),
                it.plateauFactor(),
                it.plateauPatience());
    }

    static OptimizationFields defaults() {
        return of(TrainingParams.defaults().optimization());
    }

    Optimization optimization() {
        return new Optimization(
                learningRate,
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
}
