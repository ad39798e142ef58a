package dev.charloom.web.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.web.binding.ValueType;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says of an answer what springdoc does not see in its record: which fields are always there, which may be null, and
/// that choices are written in lower case.
public final class RecordSchemas {

    private RecordSchemas() {}

    /// Completes the schema of a record, if there is one.
    public static void complete(Class<?> type, Components components) {
        Schema<?> schema = components.getSchemas().get(nameOf(type));
        if (schema != null) {
            describe(type, schema);
        }
    }

    /// Types of the same name tell each other apart by their annotations.
    private static String nameOf(Class<?> type) {
        var described = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return described == null || described.name().isEmpty() ? type.getSimpleName() : described.name();
    }

    private static void describe(Class<?> type, Schema<?> schema) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                describe(component.getType(), schema);
            } else {
                describe(component, schema);
            }
        }
    }

    private static void describe(RecordComponent component, Schema<?> owner) {
        String name = nameOf(component);
        Schema<?> property = owner.getProperties().get(name);
        if (property == null) {
            return; // not written
        }
        if (component.getType().isEnum()) {
            lowerCase(property, component.getType());
        }
        if (component.getAnnotatedType() instanceof AnnotatedParameterizedType list
                && property.getItems() != null
                && isNullable(list.getAnnotatedActualTypeArguments()[0])) {
            property.setItems(orNull(property.getItems()));
        }
        if (isAlwaysWritten(component)) {
            owner.addRequiredItem(name);
            if (isNullable(component.getAnnotatedType())) {
                owner.getProperties().put(name, orNull(property));
            }
        }
    }

    private static String nameOf(RecordComponent component) {
        var written = component.getAccessor().getAnnotation(JsonProperty.class);
        return written == null ? component.getName() : written.value();
    }

    private static boolean isNullable(AnnotatedElement type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static boolean isAlwaysWritten(RecordComponent component) {
        var ofField = component.getAccessor().getAnnotation(JsonInclude.class);
        var include = ofField != null ? ofField : component.getDeclaringRecord().getAnnotation(JsonInclude.class);
        return !isNullable(component.getAnnotatedType())
                || include == null
                || include.value() != JsonInclude.Include.NON_NULL;
    }

    /// The same or null; a reference cannot say so itself.
    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new Schema<>(SpecVersion.V31).anyOf(List.of(schema, typed("null")));
        }
        if (schema.getTypes() != null) {
            var types = new LinkedHashSet<>(schema.getTypes());
            types.add("null");
            schema.setTypes(types);
        }
        if (schema.getEnum() != null && !schema.getEnum().contains(null)) {
            schema.addEnumItemObject(null);
        }
        return schema;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>(SpecVersion.V31);
        schema.setTypes(Set.of(type));
        return schema;
    }

    @SuppressWarnings("unchecked") // the type parameter says nothing: schemas of all types are read from JSON, too
    private static <T> void lowerCase(Schema<T> property, Class<?> type) {
        property.setEnum(null);
        for (Object constant : type.getEnumConstants()) {
            property.addEnumItemObject((T) ValueType.Choice.nameOf((Enum<?>) constant));
        }
    }
}
