package dev.charloom.training;

/// What was asked of a job is not possible in the status it is in.
public final class JobConflict extends RuntimeException {

    private final JobId id;
    private final JobStatus status;

    /// @param request what was asked, as a verb: `cancelled`
    public JobConflict(JobId id, JobStatus status, String request) {
        this(id, status, TrainingParams.nameOf(status), request);
    }

    private JobConflict(JobId id, JobStatus status, String state, String request) {
        super("job " + id + " is " + state + " and cannot be " + request);
        this.id = id;
        this.status = status;
    }

    /// Of a job that still runs, but is past the point where it could be stopped.
    static JobConflict publishing(JobId id, String request) {
        return new JobConflict(id, JobStatus.RUNNING, "publishing its model", request);
    }

    public JobId id() {
        return id;
    }

    public JobStatus status() {
        return status;
    }
}
