package dev.charloom.web.binding;

import dev.charloom.web.binding.FieldValue.Digits;
import dev.charloom.web.binding.FieldValue.Many;
import dev.charloom.web.binding.FieldValue.Nested;
import dev.charloom.web.binding.FieldValue.Text;
import dev.charloom.web.binding.FieldValue.Untyped;
import dev.charloom.web.binding.FieldValue.Upload;
import jakarta.servlet.http.Part;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads what a client wrote as the type that it should have. Nothing is converted: `"7"` is no number, 7.0 is not
/// whole.
final class ValueReader {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,999})");
    private static final Pattern REAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,999})(\\.[0-9]{1,999})?([eE][+-]?[0-9]{1,99})?");

    private ValueReader() {}

    /// @throws WrongValue if the value is not of this type
    static Object read(ValueType type, FieldValue value) throws WrongValue {
        return switch (type) {
            case ValueType.WholeNumber(boolean wide) -> wide ? (Object) wholeNumber(value) : asInt(wholeNumber(value));
            case ValueType.RealNumber _ -> realNumber(value);
            case ValueType.Truth _ -> truth(value);
            case ValueType.Choice choice -> constant(choice, value);
            case ValueType.PlainText _ -> text(type, value);
            case ValueType.Formed formed -> formed(formed, value);
            case ValueType.TextList _ -> texts(type, parsed(value));
            case ValueType.WholeNumberList _ -> wholeNumbers(type, parsed(value));
            case ValueType.NumberMap _ -> numbers(type, parsed(value));
            case ValueType.File _ -> file(type, value);
        };
    }

    private static Long wholeNumber(FieldValue value) throws WrongValue {
        String literal = switch (value) {
            case Digits(String digits, boolean whole) when whole -> digits;
            case Untyped(String text) when WHOLE.matcher(text).matches() -> text;
            case Digits _, Untyped _ -> throw WrongValue.because("must be a whole number, not " + value.shown());
            default -> throw WrongValue.mustBe("a whole number", value);
        };
        var number = new BigInteger(literal);
        if (number.bitLength() >= Long.SIZE) {
            throw WrongValue.outOfRange();
        }
        return number.longValue();
    }

    private static Integer asInt(long number) throws WrongValue {
        if (number != (int) number) {
            throw WrongValue.outOfRange();
        }
        return (int) number;
    }

    private static Double realNumber(FieldValue value) throws WrongValue {
        String literal = switch (value) {
            case Digits(String digits, boolean _) -> digits;
            case Untyped(String text) -> text;
            default -> throw WrongValue.mustBe("a number", value);
        };
        if (!REAL.matcher(literal).matches() || Double.isInfinite(Double.parseDouble(literal))) {
            throw WrongValue.because("must be a finite number, not " + Shown.text(literal));
        }
        return Double.valueOf(literal);
    }

    private static Boolean truth(FieldValue value) throws WrongValue {
        return switch (value) {
            case FieldValue.Truth(boolean truth) -> truth;
            case Untyped(String text) when text.equals("true") -> true;
            case Untyped(String text) when text.equals("false") -> false;
            case Untyped _ -> throw WrongValue.outOfRange();
            default -> throw WrongValue.mustBe("true or false", value);
        };
    }

    private static Enum<?> constant(ValueType.Choice choice, FieldValue value) throws WrongValue {
        String name = text(choice, value);
        for (Enum<?> constant : choice.constants()) {
            if (ValueType.Choice.nameOf(constant).equals(name)) {
                return constant;
            }
        }
        throw WrongValue.outOfRange();
    }

    private static Object formed(ValueType.Formed formed, FieldValue value) throws WrongValue {
        String text = text(formed, value);
        if (!text.matches(formed.form().pattern())) {
            throw WrongValue.outOfRange();
        }
        return formed.form().parse().apply(text);
    }

    private static List<String> texts(ValueType type, FieldValue value) throws WrongValue {
        if (!(value instanceof Many(List<FieldValue> values))) {
            throw WrongValue.mustBe(type.allowed(), value);
        }
        var texts = new ArrayList<String>();
        for (FieldValue element : values) {
            texts.add(text(type, element));
        }
        return List.copyOf(texts);
    }

    private static List<Integer> wholeNumbers(ValueType type, FieldValue value) throws WrongValue {
        if (!(value instanceof Many(List<FieldValue> values))) {
            throw WrongValue.mustBe(type.allowed(), value);
        }
        var numbers = new ArrayList<Integer>();
        for (FieldValue element : values) {
            numbers.add(asInt(wholeNumber(element)));
        }
        return List.copyOf(numbers);
    }

    private static Map<String, Double> numbers(ValueType type, FieldValue value) throws WrongValue {
        if (!(value instanceof Nested(RequestFields fields))) {
            throw WrongValue.mustBe(type.allowed(), value);
        }
        var numbers = new LinkedHashMap<String, Double>();
        for (var field : fields.values().entrySet()) {
            if (fields.isRepeated(field.getKey())) {
                throw WrongValue.because("has %s more than once".formatted(Shown.text(field.getKey())));
            }
            numbers.put(wellFormed(field.getKey()), realNumber(field.getValue()));
        }
        return numbers;
    }

    /// In a query or a form, lists and objects are written as JSON.
    private static FieldValue parsed(FieldValue value) throws WrongValue {
        if (!(value instanceof Untyped(String text))) {
            return value;
        }
        FieldValue parsed = JsonFields.embedded(text);
        if (parsed == null) {
            throw WrongValue.because("must be written as JSON, not " + Shown.text(text));
        }
        return parsed;
    }

    private static Part file(ValueType type, FieldValue value) throws WrongValue {
        if (!(value instanceof Upload(Part part))) {
            throw WrongValue.mustBe(type.allowed(), value);
        }
        return part;
    }

    private static String text(ValueType type, FieldValue value) throws WrongValue {
        return switch (value) {
            case Text(String text) -> wellFormed(text);
            case Untyped(String text) -> text;
            default -> throw WrongValue.mustBe(type.allowed(), value);
        };
    }

    /// JSON can write half of a surrogate pair, which is no character.
    private static String wellFormed(String text) throws WrongValue {
        int characters = 0;
        for (int at = 0; at < text.length(); characters++) {
            int codePoint = text.codePointAt(at);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw WrongValue.because("has half of a surrogate pair (\\u%04x) instead of a character at index %d"
                        .formatted(codePoint, characters));
            }
            at += Character.charCount(codePoint);
        }
        return text;
    }
}
