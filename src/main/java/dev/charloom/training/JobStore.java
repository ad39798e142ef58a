package dev.charloom.training;

import java.util.List;

/// Remembers jobs over restarts. What [#save] was given is on disk when it returns.
interface JobStore {

    /// Every job that can be read, in ascending order of submission.
    List<Job> all();

    /// Whether there are jobs beside those of [#all]: some that cannot be read, or were set aside, now or before.
    boolean hidesJobs();

    /// Remembers `job` in place of what was known of it.
    ///
    /// @throws dev.charloom.repository.StorageFailed if it could not be made durable
    void save(Job job);

    /// Forgets a job.
    void delete(JobId id);
}
