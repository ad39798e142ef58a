package dev.charloom.training;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Counts what training holds in memory, by its estimates, so that jobs that run at once do not take from each other
/// what they need, nor a measurement from a job. For use by several threads.
final class TrainingMemory {

    /// What is held until it is closed.
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /// After how long a job that waits looks whether it still should.
    private static final long MILLISECONDS_BETWEEN_LOOKS = 200;

    private final long most;
    private final Queue<Long> waiting = new ArrayDeque<>();
    private long jobs; // those that wait included
    private long measurements;
    private long held;
    private long came;

    /// @param most bytes that jobs and measurements may hold together
    TrainingMemory(long most) {
        this.most = most;
    }

    /// What a job holds, which is never refused. Where others leave too little for it, the job waits for them to
    /// end, in the order in which jobs came; no measurement begins meanwhile.
    ///
    /// @param stop whether it should wait no more
    /// @return null if it was stopped while it waited
    synchronized @Nullable Share ofJob(long bytes, BooleanSupplier stop) {
        Long turn = came++;
        waiting.add(turn);
        jobs += bytes;
        boolean interrupted = false;
        boolean stopped = stop.getAsBoolean();
        while (!stopped && (!turn.equals(waiting.peek()) || !fits(bytes))) {
            try {
                wait(MILLISECONDS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                interrupted = true; // whoever ends the service also stops its jobs
            }
            stopped = stop.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        waiting.remove(turn);
        notifyAll(); // the next in turn
        if (stopped) {
            jobs -= bytes;
            return null;
        }
        held += bytes;
        return () -> release(bytes, 0);
    }

    private boolean fits(long bytes) {
        return held + measurements == 0 || held + measurements + bytes <= most;
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
        held -= ofJob;
        measurements -= ofMeasurement;
        notifyAll();
    }
}
