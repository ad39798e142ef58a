package dev.charloom.repository;

/// A version's files are not what was published; it is not served.
public final class ModelDamaged extends RuntimeException {

    private final ModelReference reference;
    private final String file;
    private final String reason;

    ModelDamaged(ModelReference reference, String file, String reason) {
        super("model " + reference + " is damaged: " + file + " " + reason);
        this.reference = reference;
        this.file = file;
        this.reason = reason;
    }

    public ModelReference reference() {
        return reference;
    }

    /// The name of the file that is wrong.
    public String file() {
        return file;
    }

    /// What is wrong with it, to be read after its name.
    public String reason() {
        return reason;
    }
}
