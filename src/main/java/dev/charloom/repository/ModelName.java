package dev.charloom.repository;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Names a model; also the name of its directory.
///
/// @param value a letter or digit, then up to 63 letters, digits, dots, underscores or hyphens
public record ModelName(@JsonValue String value) implements Comparable<ModelName> {

    /// The form of a name, as errors and documents show it.
    public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    /// Takes a name.
    ///
    /// @throws InvalidModelName if `value` does not have the form of one
    @JsonCreator
    public ModelName {
        if (!isValid(value)) {
            throw new InvalidModelName(value);
        }
    }

    /// Whether `value` has the form of a name.
    public static boolean isValid(String value) {
        return PATTERN.matcher(value).matches();
    }

    @Override
    public int compareTo(ModelName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
