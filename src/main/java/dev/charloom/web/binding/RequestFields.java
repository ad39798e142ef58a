package dev.charloom.web.binding;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The fields of one request, by their names, in whatever form they came.
final class RequestFields {

    private final Source source;
    private final Map<String, FieldValue> values = new LinkedHashMap<>();
    private final Set<String> repeated = new LinkedHashSet<>();

    RequestFields(Source source) {
        this.source = source;
    }

    /// Where a name comes twice, the first value is kept and the name remembered.
    void add(String name, FieldValue value) {
        if (values.putIfAbsent(name, value) != null) {
            repeated.add(name);
        }
    }

    Source source() {
        return source;
    }

    Map<String, FieldValue> values() {
        return values;
    }

    boolean isRepeated(String name) {
        return repeated.contains(name);
    }
}
