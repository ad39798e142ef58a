package dev.charloom.web.binding;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of a request, read off the record that it becomes.
///
/// - A component of a record type is not a field: its own components are fields of this request.
/// - A component marked `@Nullable` may be left out, or null.
/// - For a record with a static method `defaults()`, its result has what stands in for fields that are left out.
/// - A component of type [GivenFields] is told which fields the request had.
/// - Every other field is required.
public final class RequestShape<T extends Record> {

    private final Constructor<T> constructor;
    private final List<Slot> slots;

    /// What an argument of the constructor is made of.
    private sealed interface Slot {
        record One(RequestField field) implements Slot {}

        record Inlined(RequestShape<?> shape) implements Slot {}

        /// Takes the names of the fields that the request had.
        record Given() implements Slot {}
    }

    private RequestShape(Constructor<T> constructor, List<Slot> slots) {
        this.constructor = constructor;
        this.slots = slots;
    }

    /// @throws IllegalArgumentException if a component has a type that no field can have
    static <T extends Record> RequestShape<T> of(Class<T> type, List<TextForm<?>> forms) {
        Optional<Object> defaults = defaults(type);
        var slots = new ArrayList<Slot>();
        for (RecordComponent component : type.getRecordComponents()) {
            slots.add(slot(component, defaults, forms));
        }
        return new RequestShape<>(canonicalConstructor(type), List.copyOf(slots));
    }

    /// All fields, in the order in which the records have them.
    public List<RequestField> fields() {
        return slots.stream()
                .flatMap(slot -> switch (slot) {
                    case Slot.One(RequestField field) -> Stream.of(field);
                    case Slot.Inlined(RequestShape<?> shape) -> shape.fields().stream();
                    case Slot.Given() -> Stream.of();
                })
                .toList();
    }

    /// Makes the record.
    ///
    /// @param value of each field
    /// @param given which fields the request had
    /// @param made is handed every record that was made, the inlined ones too
    T create(Function<RequestField, @Nullable Object> value, GivenFields given, Consumer<Record> made) {
        var arguments = new @Nullable Object[slots.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = switch (slots.get(i)) {
                case Slot.One(RequestField field) -> value.apply(field);
                case Slot.Inlined(RequestShape<?> shape) -> shape.create(value, given, made);
                case Slot.Given() -> given;
            };
        }
        try {
            T created = constructor.newInstance(arguments);
            made.accept(created);
            return created;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " cannot be used", e);
        }
    }

    private static Slot slot(RecordComponent component, Optional<Object> defaults, List<TextForm<?>> forms) {
        if (component.getType() == GivenFields.class) {
            return new Slot.Given();
        }
        if (isInlined(component.getType(), forms)) {
            return new Slot.Inlined(of(component.getType().asSubclass(Record.class), forms));
        }
        return new Slot.One(new RequestField(
                component.getName(),
                ValueType.of(component.getType(), component.getGenericType(), forms),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                defaults.map(record -> call(component.getAccessor(), record)).orElse(null),
                component.getAccessor()));
    }

    private static boolean isInlined(Class<?> type, List<TextForm<?>> forms) {
        return type.isRecord() && forms.stream().noneMatch(form -> form.type() == type);
    }

    private static Optional<Object> defaults(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("defaults"))
                .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 0)
                .findFirst()
                .map(method -> call(method, null));
    }

    private static <T extends Record> Constructor<T> canonicalConstructor(Class<T> type) {
        Class<?>[] parameters = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object call(Method method, @Nullable Object target) {
        try {
            method.setAccessible(true);
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }
}
