package dev.charloom.training;

/// What was asked of a job is not possible in the status it is in.
public final class JobConflict extends RuntimeException {

    private final JobId id;
    private final JobStatus status;

    /// @param request what was asked, as a verb: `cancelled`
    public JobConflict(JobId id, JobStatus status, String request) {
        super("job " + id + " is " + TrainingParams.nameOf(status) + " and cannot be " + request);
        this.id = id;
        this.status = status;
    }

    public JobId id() {
        return id;
    }

    public JobStatus status() {
        return status;
    }
}
