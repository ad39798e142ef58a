package dev.charloom.training;

/// No job has this identifier.
public final class JobNotFound extends RuntimeException {

    private final String id;

    public JobNotFound(String id) {
        super("no job " + id);
        this.id = id;
    }

    /// What was looked for.
    public String id() {
        return id;
    }
}
