package dev.charloom.web.binding;

import java.util.List;
import java.util.stream.Collectors;

/// A request that can be read but has wrong values: all of them, or so many that there are more than can be told.
public final class InvalidRequest extends RuntimeException {

    private final List<FieldError> errors;
    private final int untold;

    public InvalidRequest(List<FieldError> errors) {
        this(errors, 0);
    }

    /// @param untold how many more fields are wrong
    InvalidRequest(List<FieldError> errors, int untold) {
        super(errors.stream().map(FieldError::sentence).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
        this.untold = untold;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /// How many fields are wrong beside those of [#errors()].
    public int untold() {
        return untold;
    }
}
