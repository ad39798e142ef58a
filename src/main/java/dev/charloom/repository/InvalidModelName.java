package dev.charloom.repository;

/// What was given cannot be the name of a model, or a reference to one.
public final class InvalidModelName extends RuntimeException {

    private final String value;

    public InvalidModelName(String value) {
        super("not a model name, or a name and a version such as `dinosaurs:1`: " + value + "; names match "
                + ModelName.FORM);
        this.value = value;
    }

    /// What was given.
    public String value() {
        return value;
    }
}
