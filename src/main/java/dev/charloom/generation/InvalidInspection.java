package dev.charloom.generation;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was to be looked at is not there in the model, or too much of it was asked for; all that is wrong at once.
public final class InvalidInspection extends RuntimeException {

    /// One field that asks for what cannot be had.
    ///
    /// @param field as [InspectionParams] calls it, or `text`
    /// @param value what was asked for; null if it is too long to be repeated
    /// @param allowed in words
    public record Violation(String field, @Nullable Object value, String allowed) {

        @Override
        public String toString() {
            return field + (value == null ? "" : " is " + value) + ", allowed: " + allowed;
        }
    }

    private final List<Violation> violations;

    public InvalidInspection(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /// At least one.
    public List<Violation> violations() {
        return violations;
    }
}
