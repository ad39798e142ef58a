package dev.charloom.web.binding;

import jakarta.servlet.http.Part;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The types that a field may have.
public sealed interface ValueType {

    /// What is accepted, ranges aside, as a phrase to be read after "must be".
    String allowed();

    /// A number without a fraction.
    ///
    /// @param wide whether it has the range of a long, else of an int
    record WholeNumber(boolean wide) implements ValueType {

        long least() {
            return wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
        }

        long most() {
            return wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
        }

        @Override
        public String allowed() {
            return "a whole number";
        }
    }

    /// A finite number.
    record RealNumber() implements ValueType {

        @Override
        public String allowed() {
            return "a number";
        }
    }

    record Truth() implements ValueType {

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /// One of the constants of an enum, which clients write in lower case.
    record Choice(List<? extends Enum<?>> constants) implements ValueType {

        /// The names that clients write.
        public List<String> names() {
            return constants.stream().map(Choice::nameOf).toList();
        }

        /// The name that clients write for a constant.
        public static String nameOf(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", names());
        }
    }

    record PlainText() implements ValueType {

        @Override
        public String allowed() {
            return "a string";
        }
    }

    /// A type of the domain that is written as text.
    record Formed(TextForm<?> form) implements ValueType {

        @Override
        public String allowed() {
            return form.allowed();
        }
    }

    record TextList() implements ValueType {

        @Override
        public String allowed() {
            return "a list of strings";
        }
    }

    record WholeNumberList() implements ValueType {

        @Override
        public String allowed() {
            return "a list of whole numbers";
        }
    }

    /// An object whose values are numbers.
    record NumberMap() implements ValueType {

        @Override
        public String allowed() {
            return "an object with numbers as values";
        }
    }

    /// A part of a form that is not read into memory.
    record File() implements ValueType {

        @Override
        public String allowed() {
            return "a file";
        }
    }

    /// The type of a field whose Java type is `type`.
    ///
    /// @param full the same with its arguments
    /// @throws IllegalArgumentException if a field cannot be of that type
    static ValueType of(Class<?> type, Type full, List<TextForm<?>> forms) {
        if (full instanceof ParameterizedType list && list.getActualTypeArguments()[0] == Integer.class) {
            return new WholeNumberList();
        }
        if (type.isEnum()) {
            return new Choice(
                    Stream.of(type.getEnumConstants()).map(it -> (Enum<?>) it).toList());
        }
        ValueType plain = PLAIN.get(type);
        return plain != null ? plain : formed(type, forms);
    }

    Map<Class<?>, ValueType> PLAIN = Map.ofEntries(
            Map.entry(int.class, new WholeNumber(false)),
            Map.entry(Integer.class, new WholeNumber(false)),
            Map.entry(long.class, new WholeNumber(true)),
            Map.entry(Long.class, new WholeNumber(true)),
            Map.entry(double.class, new RealNumber()),
            Map.entry(Double.class, new RealNumber()),
            Map.entry(boolean.class, new Truth()),
            Map.entry(Boolean.class, new Truth()),
            Map.entry(String.class, new PlainText()),
            Map.entry(List.class, new TextList()),
            Map.entry(Map.class, new NumberMap()),
            Map.entry(Part.class, new File()));

    private static ValueType formed(Class<?> type, List<TextForm<?>> forms) {
        return forms.stream()
                .filter(form -> form.type() == type)
                .findFirst()
                .map(Formed::new)
                .orElseThrow(() -> new IllegalArgumentException("no field can have the type " + type.getName()));
    }
}
