package dev.charloom.repository;

import org.jspecify.annotations.Nullable;

/// A model, or one of its versions.
///
/// @param version counted from 1; null for the one that is served
public record ModelReference(ModelName name, @Nullable Integer version) {

    /// Reads `name` or `name:version`.
    ///
    /// @throws InvalidModelName if it is neither
    public static ModelReference parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new ModelReference(new ModelName(text), null);
        }
        String digits = text.substring(colon + 1);
        if (!digits.matches("[1-9][0-9]{0,8}") || !ModelName.isValid(text.substring(0, colon))) {
            throw new InvalidModelName(text);
        }
        return new ModelReference(new ModelName(text.substring(0, colon)), Integer.valueOf(digits));
    }

    @Override
    public String toString() {
        return version == null ? name.value() : name.value() + ":" + version;
    }
}
