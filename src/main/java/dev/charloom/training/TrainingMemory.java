package dev.charloom.training;

/// Counts what training holds in memory, by its estimates, so that a measurement cannot take from a job what it needs.
/// For use by several threads.
final class TrainingMemory {

    /// What is held until it is closed.
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    private final long most;
    private long jobs;
    private long measurements;

    /// @param most bytes that jobs and measurements may hold together
    TrainingMemory(long most) {
        this.most = most;
    }

    /// What a job holds, which is never refused. Where a measurement leaves too little for it, the job waits for the
    /// measurement to end; no other begins meanwhile.
    synchronized Share ofJob(long bytes) {
        jobs += bytes;
        boolean interrupted = false;
        while (measurements > 0 && jobs + measurements > most) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a measurement takes seconds
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return () -> release(bytes, 0);
    }

    /// What a measurement holds.
    ///
    /// @throws CannotMeasureNow if the jobs leave too little for it
    synchronized Share ofMeasurement(long bytes) {
        if (jobs > 0 && jobs + measurements + bytes > most) {
            throw CannotMeasureNow.becauseOfJobs(bytes, jobs, most);
        }
        measurements += bytes;
        return () -> release(0, bytes);
    }

    private synchronized void release(long ofJob, long ofMeasurement) {
        jobs -= ofJob;
        measurements -= ofMeasurement;
        notifyAll();
    }
}
