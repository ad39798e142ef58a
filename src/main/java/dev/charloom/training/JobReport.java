package dev.charloom.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found out about the best weights of a job when it ended.
///
/// @param dynamicValidationLoss of reading the validation part while learning from it, in nats per character; null
///     where that was not asked for
/// @param novelty how much the model has learned by heart: one for each temperature
public record JobReport(@Nullable Double dynamicValidationLoss, List<Originality> novelty) {

    public JobReport {
        novelty = List.copyOf(novelty);
    }

    /// What the model writes at one temperature, beside its corpus.
    ///
    /// @param temperature at which it wrote, the whole distribution being drawn from
    /// @param characters how many it wrote
    /// @param copiedLines share of its lines that are lines of the corpus
    /// @param copiedStretches share of its stretches of 20 characters that stand in the corpus
    /// @param longestCopy the length of its longest stretch that stands in the corpus
    /// @param longestCopiedText that stretch
    /// @param sample a piece of what it wrote
    public record Originality(
            double temperature,
            int characters,
            double copiedLines,
            double copiedStretches,
            int longestCopy,
            String longestCopiedText,
            String sample) {}
}
