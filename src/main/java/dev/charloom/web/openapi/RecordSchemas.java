package dev.charloom.web.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.charloom.web.binding.ValueType;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/// Says of an answer what springdoc does not see in its record: which fields are always there, which may be null, and
/// that choices are written in lower case.
public final class RecordSchemas {

    private RecordSchemas() {}

    /// Completes the schema of a record, if there is one.
    public static void complete(Class<?> type, Components components) {
        Schema<?> schema = components.getSchemas().get(type.getSimpleName());
        if (schema != null) {
            describe(type, schema);
        }
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
        Schema<?> property = owner.getProperties().get(component.getName());
        if (property == null) {
            return; // not written
        }
        if (isAlwaysWritten(component)) {
            owner.addRequiredItem(component.getName());
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                addNull(property);
            }
        }
        if (component.getType().isEnum()) {
            lowerCase(property, component.getType());
        }
    }

    private static boolean isAlwaysWritten(RecordComponent component) {
        var ofField = component.getAccessor().getAnnotation(JsonInclude.class);
        var include = ofField != null ? ofField : component.getDeclaringRecord().getAnnotation(JsonInclude.class);
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return !nullable || include == null || include.value() != JsonInclude.Include.NON_NULL;
    }

    private static void addNull(Schema<?> property) {
        if (property.getTypes() != null) {
            var types = new LinkedHashSet<>(property.getTypes());
            types.add("null");
            property.setTypes(types);
        }
    }

    @SuppressWarnings("unchecked") // the type parameter says nothing: schemas of all types are read from JSON, too
    private static <T> void lowerCase(Schema<T> property, Class<?> type) {
        property.setEnum(null);
        for (Object constant : type.getEnumConstants()) {
            property.addEnumItemObject((T) ValueType.Choice.nameOf((Enum<?>) constant));
        }
    }
}
