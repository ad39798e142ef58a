package dev.charloom.training;

import org.jspecify.annotations.Nullable;

/// How a run is watched: what it is measured with, how often, and when that ends it.
///
/// @param validationFraction share of the corpus that is never trained on, 0 to 0.9
/// @param evaluateEvery steps between evaluations; null for one at the end of every epoch, and within a longer one
///     every 2,000 steps, or as many as read nine times the validation part
/// @param patience evaluations without a new lowest validation loss after which training ends; null for never
/// @param sampleEvery steps between samples written while training; null for one at every evaluation
/// @param dynamicEvaluation whether the best weights also read the validation part while learning from it, at the end
/// @param checkpointEvery steps between checkpoints that a run that left the numbers goes back to
public record Monitoring(
        double validationFraction,
        @Nullable Long evaluateEvery,
        @Nullable Integer patience,
        @Nullable Long sampleEvery,
        boolean dynamicEvaluation,
        long checkpointEvery) {

    static Monitoring defaults() {
        return new Monitoring(0.1, null, null, null, false, 1000);
    }

    Monitoring withValidationFraction(double share) {
        return new Monitoring(share, evaluateEvery, patience, sampleEvery, dynamicEvaluation, checkpointEvery);
    }

    /// This where nothing is held out.
    Monitoring withoutValidation() {
        return new Monitoring(0, evaluateEvery, null, sampleEvery, false, checkpointEvery);
    }

    /// Adds everything that is out of its range or has no effect.
    void check(Violations wrong) {
        wrong.unless(
                validationFraction >= 0 && validationFraction <= 0.9,
                "validationFraction",
                validationFraction,
                "0 to 0.9");
        wrong.unless(evaluateEvery == null || evaluateEvery >= 1, "evaluateEvery", evaluateEvery, "at least 1");
        wrong.unless(patience == null || patience >= 1, "patience", patience, "at least 1");
        wrong.unless(
                patience == null || validationFraction > 0,
                "patience",
                patience,
                "nothing: without a validationFraction there is no validation loss to wait for");
        wrong.unless(sampleEvery == null || sampleEvery >= 1, "sampleEvery", sampleEvery, "at least 1");
        wrong.unless(
                !dynamicEvaluation || validationFraction > 0,
                "dynamicEvaluation",
                dynamicEvaluation,
                "false: without a validationFraction there is nothing to read");
        wrong.unless(checkpointEvery >= 1, "checkpointEvery", checkpointEvery, "at least 1");
    }
}
