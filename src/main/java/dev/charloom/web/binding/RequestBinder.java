package dev.charloom.web.binding;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns the fields of a request into its record and finds everything that is wrong with them: unknown, repeated and
/// missing fields, wrong types and values out of their ranges.
final class RequestBinder {

    /// So many names that are not known are told: a body can have millions.
    private static final int MOST_UNKNOWN = 20;

    private final Validator validator;

    RequestBinder(Validator validator) {
        this.validator = validator;
    }

    /// @throws InvalidRequest with everything that is wrong
    <T extends Record> T bind(RequestFields given, RequestShape<T> shape) {
        return bind(given, new RequestFields(Source.QUERY), shape);
    }

    /// @param stray fields in a place where there should be none
    /// @throws InvalidRequest with everything that is wrong
    <T extends Record> T bind(RequestFields given, RequestFields stray, RequestShape<T> shape) {
        var errors = new LinkedHashMap<String, FieldError>();
        Map<String, @Nullable Object> values = new HashMap<>();
        for (RequestField field : shape.fields()) {
            try {
                values.put(field.name(), value(field, given));
            } catch (WrongValue e) {
                errors.put(field.name(), error(field, given.values().get(field.name()), e.reason()));
            }
        }
        var known =
                shape.fields().stream().map(RequestField::name).collect(Collectors.toCollection(LinkedHashSet::new));
        Unknown unknown = Unknown.of(given, known);
        unknown.told().forEach(error -> errors.put(error.field(), error));
        var made = new ArrayList<Record>();
        T request = shape.create(field -> valueOrZero(field, values), givenFields(given, shape), made::add);
        made.forEach(record -> addViolations(record, given, shape, errors));
        Unknown strays = Unknown.of(stray, Set.of());
        strays.told().forEach(error -> errors.putIfAbsent(error.field(), error));
        if (!errors.isEmpty()) {
            throw new InvalidRequest(inOrder(errors, shape), unknown.untold() + strays.untold());
        }
        return request;
    }

    private static GivenFields givenFields(RequestFields given, RequestShape<?> shape) {
        return new GivenFields(shape.fields().stream()
                .filter(field -> given.values().containsKey(field.name()))
                .filter(field ->
                        !isNothing(Objects.requireNonNull(given.values().get(field.name())), field))
                .map(RequestField::name)
                .collect(Collectors.toSet()));
    }

    /// The errors of known fields in the order of the fields, then the others in the order in which they came.
    private static List<FieldError> inOrder(Map<String, FieldError> errors, RequestShape<?> shape) {
        var ordered = new LinkedHashSet<FieldError>();
        for (RequestField field : shape.fields()) {
            FieldError error = errors.get(field.name());
            if (error != null) {
                ordered.add(error);
            }
        }
        ordered.addAll(errors.values());
        return List.copyOf(ordered);
    }

    private static @Nullable Object value(RequestField field, RequestFields given) throws WrongValue {
        FieldValue value = given.values().get(field.name());
        if (value == null) {
            return fallback(field);
        }
        if (given.isRepeated(field.name())) {
            throw WrongValue.because("is given more than once");
        }
        if (isNothing(value, field)) {
            if (!field.optional()) {
                throw WrongValue.because(value instanceof FieldValue.Nothing ? "must not be null" : "has no value");
            }
            return fallback(field);
        }
        return ValueReader.read(field.type(), upTo(field.mostEntries(), value));
    }

    /// Of a list with too many entries, one too many: enough to be refused, and not millions to be looked at.
    private static FieldValue upTo(int most, FieldValue value) {
        return value instanceof FieldValue.Many(List<FieldValue> entries) && entries.size() > most
                ? new FieldValue.Many(entries.subList(0, most + 1))
                : value;
    }

    private static @Nullable Object fallback(RequestField field) throws WrongValue {
        if (field.required()) {
            throw WrongValue.because("is required");
        }
        return field.fallback();
    }

    /// In a query or a form, an empty value is the only way to say null, except where a text is wanted.
    private static boolean isNothing(FieldValue value, RequestField field) {
        return switch (value) {
            case FieldValue.Nothing _ -> true;
            case FieldValue.Untyped(String text) -> text.isEmpty() && !(field.type() instanceof ValueType.PlainText);
            default -> false;
        };
    }

    private static FieldError error(RequestField field, @Nullable FieldValue given, @Nullable String reason) {
        Object shown = given == null ? null : given.shown();
        return reason == null
                ? FieldError.notAllowed(field.name(), shown, field.allowed())
                : new FieldError(field.name(), shown, reason, field.allowed());
    }

    /// @throws InvalidRequest if there are fields, in a place where there should be none
    static void refuse(RequestFields stray) {
        Unknown strays = Unknown.of(stray, Set.of());
        if (!strays.told().isEmpty()) {
            throw new InvalidRequest(strays.told(), strays.untold());
        }
    }

    /// The errors of fields that are not known.
    ///
    /// @param untold how many there are beside those that are told
    private record Unknown(List<FieldError> told, int untold) {

        static Unknown of(RequestFields fields, Set<String> known) {
            String noun = fields.source().noun();
            String allowed = known.isEmpty() ? "no " + noun + "s" : "one of " + String.join(", ", known);
            var told = new ArrayList<FieldError>();
            int untold = 0;
            for (var field : fields.values().entrySet()) {
                if (known.contains(field.getKey())) {
                    continue;
                }
                if (told.size() == MOST_UNKNOWN) {
                    untold++;
                } else {
                    String name = Shown.text(field.getKey());
                    Object value = field.getValue().shown();
                    told.add(new FieldError(name, value, "is not a known " + noun, allowed));
                }
            }
            return new Unknown(told, untold);
        }
    }

    /// A record needs something in place of a value that was refused; nobody gets to see it.
    private static @Nullable Object valueOrZero(RequestField field, Map<String, @Nullable Object> values) {
        if (values.containsKey(field.name()) || field.optional()) {
            return values.get(field.name());
        }
        return switch (field.type()) {
            case ValueType.WholeNumber(boolean wide) -> wide ? (Object) 0L : 0;
            case ValueType.RealNumber _ -> 0.0;
            case ValueType.Truth _ -> false;
            default -> null;
        };
    }

    private void addViolations(
            Record made, RequestFields given, RequestShape<?> shape, Map<String, FieldError> errors) {
        for (ConstraintViolation<Record> violation : validator.validate(made)) {
            String name = component(violation.getPropertyPath());
            shape.fields().stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .map(field -> error(field, given.values().get(name), reason(violation)))
                    .ifPresent(error -> errors.putIfAbsent(name, error));
        }
    }

    /// Null for the standard constraints, for which the allowed range says more than their message.
    private static @Nullable String reason(ConstraintViolation<?> violation) {
        return violation.getMessageTemplate().startsWith("{jakarta.validation.") ? null : violation.getMessage();
    }

    /// The component that a path begins at; an entry of a list is the list's concern.
    private static String component(Path path) {
        return String.valueOf(path.iterator().next().getName());
    }
}
