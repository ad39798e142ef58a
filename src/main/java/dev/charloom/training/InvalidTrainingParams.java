package dev.charloom.training;

import java.util.List;
import java.util.stream.Collectors;

/// Training parameters out of their ranges, or impossible together or with their corpus.
public final class InvalidTrainingParams extends RuntimeException {

    /// One parameter that is wrong.
    ///
    /// @param field its name
    /// @param value what was given
    /// @param allowed what would be accepted, as a phrase: `1 to 16`
    public record Violation(String field, String value, String allowed) {}

    private final List<Violation> violations;

    public InvalidTrainingParams(List<Violation> violations) {
        super(violations.stream()
                .map(v -> v.field() + " is " + v.value() + ", allowed: " + v.allowed())
                .collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
