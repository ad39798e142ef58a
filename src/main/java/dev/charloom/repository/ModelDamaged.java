package dev.charloom.repository;

/// A version's files are not what was published; it is not served.
public final class ModelDamaged extends RuntimeException {

    private final ModelReference reference;
    private final String file;

    ModelDamaged(ModelReference reference, String file, String reason) {
        super("model " + reference + " is damaged: " + file + " " + reason);
        this.reference = reference;
        this.file = file;
    }

    public ModelReference reference() {
        return reference;
    }

    /// The name of the file that is wrong.
    public String file() {
        return file;
    }
}
