package dev.charloom.web.binding;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One field that is wrong, and why.
///
/// @param field its name
/// @param value what was given, shortened if it is long; null where nothing was
/// @param reason what is wrong with it, to be read after its name: `must be 1 to 16, not 0`
/// @param allowed what is accepted, as a phrase; null where that cannot be said in short
/// @param index where in a text the wrong character stands, in characters counted from 0; null if it is not about one
public record FieldError(
        String field,
        @Nullable Object value,
        String reason,
        @Nullable String allowed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long index) {

    public FieldError {
        value = shortened(value);
    }

    public FieldError(String field, @Nullable Object value, String reason, @Nullable String allowed) {
        this(field, value, reason, allowed, null);
    }

    /// An error of a value that is not among those that are allowed.
    public static FieldError notAllowed(String field, @Nullable Object value, String allowed) {
        return new FieldError(field, value, "must be %s, not %s".formatted(allowed, shortened(value)), allowed);
    }

    private static @Nullable Object shortened(@Nullable Object value) {
        return value instanceof String text ? Shown.text(text) : value;
    }

    /// The error as a sentence, without the full stop.
    public String sentence() {
        return field + " " + reason;
    }
}
