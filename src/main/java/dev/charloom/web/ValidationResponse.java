package dev.charloom.web;

import dev.charloom.training.Job;
import dev.charloom.training.Progress;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How well a model in training predicts text that it is not trained on, and how that is measured.
record ValidationResponse(
        @Schema(description = "What is held out.", example = "The last 10 % of the text were held out.")
        String split,

        @Schema(description = "How it is read.") String method,

        @Schema(description = "Loss of the last evaluation, in nats per character.") @Nullable
        Double nats,

        @Schema(description = "The same in bits per character.") @Nullable
        Double bitsPerCharacter,

        @Schema(description = "The lowest loss so far, that of the weights to publish, in nats per character.")
        @Nullable
        Double bestNats,

        @Schema(description = "The same in bits per character.") @Nullable
        Double bestBitsPerCharacter) {

    static ValidationResponse of(Job job) {
        Progress it = job.progress();
        Double last = it == null ? null : it.validationLoss();
        Double best = it == null ? null : it.bestValidationLoss();
        return new ValidationResponse(
                job.validation().split(), job.validation().method(), last, bits(last), best, bits(best));
    }

    private static @Nullable Double bits(@Nullable Double nats) {
        return nats == null ? null : nats / Math.log(2);
    }
}
