package dev.charloom.web;

import dev.charloom.training.Monitoring;
import dev.charloom.training.TrainingParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// [Monitoring] as clients write it.
record MonitoringFields(
        @Schema(description = """
                The share of the corpus that is never trained on and measures the validation loss: the end of a text, \
                or a seeded choice of lines, of which there is at least one. Of a single line nothing is held out, and \
                what goes by a validation loss is refused. Left out: a tenth, and at most about a million \
                characters.""") @DecimalMin("0") @DecimalMax("0.9")
        double validationFraction,

        @Schema(description = """
                Steps between evaluations; left out: one at the end of every epoch, and within an epoch that is longer \
                than 2000 steps and than nine times the validation part.""") @Min(1) @Nullable Long evaluateEvery,

        @Schema(description = """
                Evaluations without a new lowest validation loss after which training ends early; left out: it does \
                not.""") @Min(1) @Max(1_000_000) @Nullable
        Integer patience,

        @Schema(description = """
                Steps between samples that the model writes while it is trained; left out: one at every \
                evaluation.""") @Min(1) @Nullable Long sampleEvery,

        @Schema(description = """
                Whether the best weights also read the validation part while they learn from it, when the job ends: \
                dynamic evaluation, Krause et al. 2018. One stream, so it takes as long as training on that part with \
                one lane.""") boolean dynamicEvaluation,

        @Schema(description = """
                Steps between checkpoints. The service makes more of them by the clock; these are those that a run \
                whose loss or gradients are no finite numbers goes back to.""") @Min(1) long checkpointEvery) {

    static MonitoringFields of(Monitoring it) {
        return new MonitoringFields(
                it.validationFraction(),
                it.evaluateEvery(),
                it.patience(),
                it.sampleEvery(),
                it.dynamicEvaluation(),
                it.checkpointEvery());
    }

    static MonitoringFields defaults() {
        return of(TrainingParams.defaults().monitoring());
    }

    Monitoring monitoring() {
        return new Monitoring(
                validationFraction, evaluateEvery, patience, sampleEvery, dynamicEvaluation, checkpointEvery);
    }
}
