package dev.charloom.sampling;

import java.util.List;
import java.util.stream.Collectors;

/// Sampling parameters that are out of their ranges, all of them at once.
public final class InvalidSamplingParams extends RuntimeException {

    /// One parameter out of its range.
    ///
    /// @param name the parameter, as [SamplingParams] calls it
    /// @param value what was asked for
    /// @param allowed the range, in words
    public record Violation(String name, String value, String allowed) {

        @Override
        public String toString() {
            return name + " is " + value + ", allowed: " + allowed;
        }
    }

    private final List<Violation> violations;

    InvalidSamplingParams(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = violations;
    }

    /// At least one.
    public List<Violation> violations() {
        return violations;
    }
}
