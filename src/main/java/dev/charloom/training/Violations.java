package dev.charloom.training;

import dev.charloom.training.InvalidTrainingParams.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers all that is wrong with parameters, so that it can be told at once. Of one parameter the first thing
/// counts.
final class Violations {

    private final List<Violation> found = new ArrayList<>();

    /// @param allowed what would be accepted, as a phrase
    void unless(boolean right, String name, @Nullable Object value, String allowed) {
        if (!right && found.stream().noneMatch(it -> it.field().equals(name))) {
            found.add(new Violation(name, String.valueOf(value), allowed));
        }
    }

    /// @throws InvalidTrainingParams if anything was found
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidTrainingParams(found);
        }
    }
}
