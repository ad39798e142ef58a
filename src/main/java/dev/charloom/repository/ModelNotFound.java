package dev.charloom.repository;

/// There is no such model or version.
public final class ModelNotFound extends RuntimeException {

    private final String reference;

    private ModelNotFound(String reference, String message) {
        super(message);
        this.reference = reference;
    }

    static ModelNotFound named(ModelReference reference) {
        return new ModelNotFound(
                reference.toString(),
                "there is no " + (reference.version() == null ? "model " : "version ") + reference);
    }

    static ModelNotFound none() {
        return new ModelNotFound("", "there is no model yet; POST /train makes one");
    }

    /// What was looked for; empty if any model would have done.
    public String reference() {
        return reference;
    }
}
