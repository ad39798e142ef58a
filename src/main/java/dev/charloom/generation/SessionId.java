package dev.charloom.generation;

/// Names a conversation; chosen by the client.
public record SessionId(String value) {

    /// What a name looks like, as a regular expression.
    public static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /// @throws IllegalArgumentException if `value` does not look like [#FORM]
    public SessionId {
        if (!value.matches(FORM)) {
            throw new IllegalArgumentException("not the name of a session: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
