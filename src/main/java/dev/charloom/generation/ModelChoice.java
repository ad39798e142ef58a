package dev.charloom.generation;

import dev.charloom.repository.ModelReference;
import org.jspecify.annotations.Nullable;

/// What a request writes with.
///
/// @param model null for the default: the configured one, else the most recently trained
/// @param precision the numbers it is computed with
public record ModelChoice(@Nullable ModelReference model, Precision precision) {

    /// A model in the precision that the service chooses.
    ///
    /// @param model null for the default
    public static ModelChoice of(@Nullable ModelReference model) {
        return new ModelChoice(model, Precision.AUTO);
    }
}
