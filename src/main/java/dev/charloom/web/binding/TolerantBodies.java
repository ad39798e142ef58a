package dev.charloom.web.binding;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// Reads JSON bodies of an API that is not our own: fields that nobody knows are passed over, as its clients expect.
/// Values of fields that are known are checked all the same.
public final class TolerantBodies {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // told as wrong values, as in JsonFields
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    it -> { // a number is no name either
                        it.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                        it.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                        it.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                    })
            .build();

    private final Validator validator;
    private final BodyLimits limits;

    public TolerantBodies(Validator validator, BodyLimits limits) {
        this.validator = validator;
        this.limits = limits;
    }

    /// The body of a request.
    ///
    /// @param type a record whose components stand in the body under their names in snake case
    /// @throws MalformedRequest if it is not JSON, or not an object
    /// @throws InvalidRequest if values are of wrong types or out of their ranges
    /// @throws BodyTooLarge if it is too large
    public <T extends Record> T read(HttpServletRequest request, Class<T> type) throws IOException {
        BodyEncoding.check(request);
        T body = parse(request, type);
        List<FieldError> errors = validator.validate(body).stream()
                .sorted(Comparator.comparing(it -> it.getPropertyPath().toString()))
                .map(TolerantBodies::error)
                .distinct() // NaN is neither above the least nor below the most
                .toList();
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        return body;
    }

    private <T> T parse(HttpServletRequest request, Class<T> type) throws IOException {
        try (Reader in = new Utf8Reader(limits.json(request))) {
            T body = JSON.readValue(in, type);
            if (body == null) {
                throw new MalformedRequest("The body has to be a JSON object.");
            }
            return body;
        } catch (JacksonIOException e) {
            throw JsonFields.unwrapped(Objects.requireNonNull(e.getCause()));
        } catch (InputCoercionException e) { // a number out of the range of its field
            throw wrongType(e);
        } catch (StreamReadException e) {
            throw JsonFields.malformed(e);
        } catch (JacksonException e) {
            throw wrongType(e);
        }
    }

    private static RuntimeException wrongType(JacksonException failure) {
        if (failure.getCause() instanceof BodyTooLarge tooLarge) {
            return tooLarge;
        }
        List<JacksonException.Reference> path = failure.getPath();
        String field = path.isEmpty() ? null : path.getFirst().getPropertyName();
        return field == null
                ? new MalformedRequest("The body has to be a JSON object of the API's form.")
                : new InvalidRequest(List.of(new FieldError(field, null, "has a value of a wrong type", null)));
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        String component = violation.getPropertyPath().iterator().next().getName();
        String range = AllowedRange.of(accessor(violation.getRootBeanClass(), component))
                .phrase();
        Object value = violation.getInvalidValue();
        return range == null
                ? new FieldError(snakeCase(component), value, violation.getMessage(), null)
                : FieldError.notAllowed(snakeCase(component), value, range);
    }

    private static Method accessor(Class<?> type, String component) {
        try {
            return type.getDeclaredMethod(component);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The name of a component as it stands in a body.
    public static String snakeCase(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
