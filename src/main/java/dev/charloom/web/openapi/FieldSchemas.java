package dev.charloom.web.openapi;

import dev.charloom.web.binding.AllowedRange;
import dev.charloom.web.binding.RequestField;
import dev.charloom.web.binding.RequestShape;
import dev.charloom.web.binding.ValueType;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Describes the fields of requests: types, ranges, defaults and examples as [RequestShape] has them.
final class FieldSchemas {

    private FieldSchemas() {}

    /// A request as an object of JSON, or as a form.
    static Schema<?> object(RequestShape<?> shape) {
        Schema<?> object = typed("object");
        for (RequestField field : shape.fields()) {
            object.addProperty(field.name(), orNull(described(field), field));
            if (field.required()) {
                object.addRequiredItem(field.name());
            }
        }
        object.setAdditionalProperties(false);
        return object;
    }

    /// A field with its default.
    static Schema<?> described(RequestField field) {
        Schema<?> schema = plain(field);
        schema.setDescription(description(field));
        Object fallback = shown(field.fallback());
        if (fallback != null) {
            schema.setDefault(fallback);
        }
        return schema;
    }

    /// A field without its description and default.
    static Schema<?> plain(RequestField field) {
        Schema<?> schema = ofType(field.type());
        addRange(schema, field.range());
        var size = field.annotations().getAnnotation(Size.class);
        if (size != null && field.isList()) {
            schema.setMaxItems(size.max());
        } else if (size != null) {
            schema.setMinLength(size.min());
        }
        return schema;
    }

    /// A field of the query with its default. A list or an object is a text there that holds JSON; described as what it
    /// holds, OpenAPI's clients would send each of its entries as a parameter of its own.
    static Schema<?> inQuery(RequestField field) {
        Schema<?> schema = described(field);
        boolean isJson = field.isList() || field.type() instanceof ValueType.NumberMap;
        return isJson ? typed("string").contentMediaType("application/json").contentSchema(schema) : schema;
    }

    static @Nullable String description(RequestField field) {
        var described = field.annotations().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return described == null ? null : described.description();
    }

    static @Nullable String example(RequestField field) {
        var described = field.annotations().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return described == null || described.example().isEmpty() ? null : described.example();
    }

    /// A value as clients write it.
    static @Nullable Object shown(@Nullable Object value) {
        return value instanceof Enum<?> choice ? ValueType.Choice.nameOf(choice) : value;
    }

    private static Schema<?> ofType(ValueType type) {
        return switch (type) {
            case ValueType.WholeNumber(boolean wide) -> typed("integer").format(wide ? "int64" : "int32");
            case ValueType.RealNumber _ -> typed("number").format("double");
            case ValueType.Truth _ -> typed("boolean");
            case ValueType.Choice choice -> choice(choice.names());
            case ValueType.PlainText _ -> typed("string");
            case ValueType.Formed formed ->
                typed("string").pattern("^" + formed.form().pattern() + "$");
            case ValueType.TextList _ -> typed("array").items(typed("string").minLength(1));
            case ValueType.WholeNumberList _ -> typed("array").items(typed("integer"));
            case ValueType.NumberMap _ -> typed("object").additionalProperties(typed("number"));
            case ValueType.File _ -> typed("string").format("binary");
        };
    }

    private static Schema<?> choice(List<String> names) {
        Schema<Object> schema = typed("string");
        names.forEach(schema::addEnumItemObject);
        return schema;
    }

    private static void addRange(Schema<?> schema, AllowedRange range) {
        BigDecimal least = range.least();
        BigDecimal most = range.most();
        if (range.leastExcluded()) {
            schema.setExclusiveMinimumValue(least);
        } else {
            schema.setMinimum(least);
        }
        if (range.mostExcluded()) {
            schema.setExclusiveMaximumValue(most);
        } else {
            schema.setMaximum(most);
        }
    }

    private static Schema<?> orNull(Schema<?> schema, RequestField field) {
        if (field.optional()) {
            schema.setTypes(union(schema.getTypes(), "null"));
        }
        return schema;
    }

    private static Set<String> union(Set<String> types, String more) {
        var all = new LinkedHashSet<>(types);
        all.add(more);
        return all;
    }

    private static Schema<Object> typed(String type) {
        var schema = new Schema<>(SpecVersion.V31);
        schema.setTypes(new LinkedHashSet<>(Set.of(type)));
        return schema;
    }
}
