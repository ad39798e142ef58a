package dev.charloom.web.problem;

/// What was wrong with a text, and the field that it came in, where the path of the request does not tell that.
public final class RefusedIn extends RuntimeException {

    private final String field;
    private final RuntimeException failure;

    public RefusedIn(String field, RuntimeException failure) {
        super(failure);
        this.field = field;
        this.failure = failure;
    }

    String field() {
        return field;
    }

    RuntimeException failure() {
        return failure;
    }
}
