package dev.charloom.generation;

import dev.charloom.repository.ModelReference;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who wrote a text, as it is told.
///
/// @param name of the model; those of an ensemble are joined by `+`, with their versions
/// @param version null for an ensemble, and for a model that is still being trained
public record Author(String name, @Nullable Integer version) {

    /// A published version.
    public static Author of(ModelReference model) {
        return new Author(model.name().value(), model.version());
    }

    /// Several versions together.
    static Author of(List<ModelReference> models) {
        return new Author(models.stream().map(ModelReference::toString).collect(Collectors.joining("+")), null);
    }

    @Override
    public String toString() {
        return version == null ? name : name + ":" + version;
    }
}
