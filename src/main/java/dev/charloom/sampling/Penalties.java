package dev.charloom.sampling;

import java.util.ArrayList;
import java.util.List;

/// Penalties for characters that were written before.
///
/// @param repetition divides the positive logits of characters that stand in the prompt or the text, and multiplies the
///     negative ones (Keskar et al. 2019, "CTRL"); above 0, at most 10; 1 = off
/// @param frequency is subtracted from a character's logit once for every time it stands in the text; −2 to 2, 0 = off
/// @param presence is subtracted from the logit of every character that stands in the text; −2 to 2, 0 = off
public record Penalties(double repetition, double frequency, double presence) {

    public static final Penalties NONE = new Penalties(1, 0, 0);

    /// @throws InvalidSamplingParams naming every component that is out of its range
    public Penalties {
        var wrong = new ArrayList<InvalidSamplingParams.Violation>();
        if (!(repetition > 0 && repetition <= 10)) {
            wrong.add(violation("repetitionPenalty", repetition, "above 0, at most 10"));
        }
        if (!(frequency >= -2 && frequency <= 2)) {
            wrong.add(violation("frequencyPenalty", frequency, "-2 to 2"));
        }
        if (!(presence >= -2 && presence <= 2)) {
            wrong.add(violation("presencePenalty", presence, "-2 to 2"));
        }
        if (!wrong.isEmpty()) {
            throw new InvalidSamplingParams(List.copyOf(wrong));
        }
    }

    boolean none() {
        return equals(NONE);
    }

    /// What is left of a logit.
    ///
    /// @param read whether the character stands in the prompt or the text
    /// @param written how often it stands in the text
    float applyTo(float logit, boolean read, int written) {
        double result = logit;
        if (read) {
            result = result > 0 ? result / repetition : result * repetition;
        }
        if (written > 0) {
            result -= frequency * written + presence;
        }
        return (float) result;
    }

    private static InvalidSamplingParams.Violation violation(String name, double value, String allowed) {
        return new InvalidSamplingParams.Violation(name, String.valueOf(value), allowed);
    }
}
