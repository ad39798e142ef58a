package dev.charloom.web;

import dev.charloom.training.Job;
import dev.charloom.training.Progress;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How far a job is. Losses are in nats per character; what is not known yet, or no finite number, is null.
record ProgressResponse(
        @Schema(description = "The pass over the corpus that is under way, from 1; 0 until the job runs.")
        int epoch,

        @Schema(description = "Passes in all.") int epochs,
        @Schema(description = "Steps taken.") long step,

        @Schema(description = "Steps in all; null until the job runs.") @Nullable
        Long steps,

        @Schema(description = "The share that is done, 0 to 1.")
        double fraction,

        @Schema(description = "Characters trained on per second, lately.") @Nullable
        Double charactersPerSecond,

        @Schema(description = """
                Seconds to the end at that speed, with evaluations and samples as they took until now.""") @Nullable Double etaSeconds,

        @Schema(description = "Mean over what was trained on since the last evaluation.") @Nullable
        Double trainLoss,

        @Schema(description = "Of the last evaluation.") @Nullable
        Double validationLoss,

        @Schema(description = "The lowest so far.") @Nullable
        Double bestValidationLoss,

        @Schema(description = "The validation loss, or without one the training loss, in bits.") @Nullable
        Double bitsPerCharacter) {

    static ProgressResponse of(Job job) {
        Progress it = job.progress();
        if (it == null) {
            return new ProgressResponse(0, job.params().epochs(), 0, null, 0, null, null, null, null, null, null);
        }
        return new ProgressResponse(
                it.epoch(),
                it.epochs(),
                it.step(),
                it.steps(),
                it.fraction(),
                finite(it.charactersPerSecond()),
                finite(it.etaSeconds()),
                finite(it.trainLoss()),
                finite(it.validationLoss()),
                finite(it.bestValidationLoss()),
                finite(it.bitsPerCharacter()));
    }

    /// JSON has neither NaN nor infinities.
    private static @Nullable Double finite(@Nullable Double value) {
        return value != null && Double.isFinite(value) ? value : null;
    }
}
