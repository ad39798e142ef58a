package dev.charloom.generation;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How writing is run.
///
/// @param defaultModel the model, or `name:version`, that answers where a request names none; unset for the most
/// recently
///     trained one
/// @param loadedModels how many models stay in memory, at least 1
@ConfigurationProperties("charloom.generation")
public record GenerationProperties(
        @Nullable String defaultModel, @DefaultValue("4") int loadedModels) {

    public GenerationProperties {
        if (loadedModels < 1) {
            throw new IllegalArgumentException("charloom.generation.loaded-models must be at least 1: " + loadedModels);
        }
    }
}
