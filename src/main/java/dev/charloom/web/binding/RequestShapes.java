package dev.charloom.web.binding;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The shapes of all requests.
public final class RequestShapes {

    private final List<TextForm<?>> forms;
    private final Map<Class<? extends Record>, RequestShape<?>> shapes = new ConcurrentHashMap<>();

    /// @param forms the types of the domain that fields may have
    public RequestShapes(List<TextForm<?>> forms) {
        this.forms = List.copyOf(forms);
    }

    @SuppressWarnings("unchecked") // a shape is stored under the type that it is of
    public <T extends Record> RequestShape<T> of(Class<T> type) {
        return (RequestShape<T>) shapes.computeIfAbsent(type, it -> RequestShape.of(it, forms));
    }
}
