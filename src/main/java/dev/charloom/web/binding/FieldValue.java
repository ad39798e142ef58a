package dev.charloom.web.binding;

import jakarta.servlet.http.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The value of a field as the client wrote it, before anything is known of the type that it should have.
sealed interface FieldValue {

    /// A string of JSON.
    record Text(String text) implements FieldValue {}

    /// A number of JSON.
    ///
    /// @param whole whether it is written without a fraction and an exponent
    record Digits(String literal, boolean whole) implements FieldValue {}

    record Truth(boolean value) implements FieldValue {}

    /// `null`.
    record Nothing() implements FieldValue {}

    record Many(List<FieldValue> values) implements FieldValue {}

    /// An object of JSON.
    record Nested(RequestFields fields) implements FieldValue {}

    /// A value of a query or a form, which has no type of its own.
    record Untyped(String text) implements FieldValue {}

    /// A part of a form that is read as a file.
    record Upload(Part part) implements FieldValue {}

    /// What kind of value this is, with its article.
    default String kind() {
        return switch (this) {
            case Text _, Untyped _ -> "a string";
            case Digits _ -> "a number";
            case Truth(boolean value) -> String.valueOf(value);
            case Nothing _ -> "null";
            case Many _ -> "a list";
            case Nested _ -> "an object";
            case Upload _ -> "a file";
        };
    }

    /// The value to show in an answer: as it was given, shortened if it is long.
    default @Nullable Object shown() {
        return switch (this) {
            case Text(String text) -> Shown.text(text);
            case Untyped(String text) -> Shown.text(text);
            case Digits(String literal, boolean whole) -> Shown.number(literal, whole);
            case Truth(boolean value) -> value;
            case Nothing _ -> null;
            case Many(List<FieldValue> values) -> "[%d values]".formatted(values.size());
            case Nested _ -> "{…}";
            case Upload(Part part) -> Shown.text(String.valueOf(part.getSubmittedFileName()));
        };
    }
}
