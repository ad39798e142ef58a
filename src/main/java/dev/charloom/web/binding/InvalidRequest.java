package dev.charloom.web.binding;

import java.util.List;
import java.util.stream.Collectors;

/// A request that can be read but has wrong values: all of them.
public final class InvalidRequest extends RuntimeException {

    private final List<FieldError> errors;

    public InvalidRequest(List<FieldError> errors) {
        super(errors.stream().map(FieldError::sentence).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
