package dev.charloom.web.binding;

import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;

/// A field that a request may have.
///
/// @param optional whether it may be left out although nothing stands in for it, and may be null
/// @param fallback what stands in for it where it is left out; null for nothing
/// @param annotations where its constraints and its description stand
public record RequestField(
        String name,
        ValueType type,
        boolean optional,
        @Nullable Object fallback,
        AnnotatedElement annotations) {

    /// Whether a request has to have it.
    public boolean required() {
        return !optional && fallback == null;
    }

    public AllowedRange range() {
        return AllowedRange.of(annotations);
    }

    /// Whether it has entries.
    public boolean isList() {
        return type instanceof ValueType.TextList || type instanceof ValueType.WholeNumberList;
    }

    /// How many entries it may have, if it is a list.
    int mostEntries() {
        var size = annotations.getAnnotation(Size.class);
        return size == null || !isList() ? Integer.MAX_VALUE : size.max();
    }

    /// What is accepted, as a phrase to be read after "must be".
    public String allowed() {
        String range = (type instanceof ValueType.WholeNumber number ? range().within(number) : range()).phrase();
        if (range != null) {
            return range;
        }
        var size = annotations.getAnnotation(Size.class);
        return size == null ? type.allowed() : type.allowed() + sizes(size);
    }

    private String sizes(Size size) {
        String unit = isList() ? "entries" : "characters";
        String most = size.max() == Integer.MAX_VALUE ? "any number of" : String.valueOf(size.max());
        return size.min() == 0
                ? " of at most %s %s".formatted(most, unit)
                : " of %d to %s %s".formatted(size.min(), most, unit);
    }
}
