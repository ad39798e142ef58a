package dev.charloom.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A job of this process: its present state, which changes only by legal moves, and the wish to stop it.
final class JobHandle {

    private Job job;
    private volatile @Nullable JobStatus stopAs;
    private final CountDownLatch ended = new CountDownLatch(1);

    JobHandle(Job job) {
        this.job = job;
        if (job.status().isFinal()) {
            ended.countDown();
        }
    }

    synchronized Job job() {
        return job;
    }

    /// Changes the job, if it has not ended and the move from its status to the new one is legal.
    ///
    /// @return the new state; null, and nothing has changed, if the move is not legal
    @Nullable
    Job change(UnaryOperator<Job> change) {
        return change(change, job -> {});
    }

    /// As [#change(UnaryOperator)], and saves the new state before anyone sees it: whoever hears that a job has ended
    /// may delete it, and nothing is written after that.
    synchronized @Nullable Job change(UnaryOperator<Job> change, Consumer<Job> save) {
        Job next = change.apply(job);
        if (next.equals(job)) {
            return job;
        }
        boolean stays = next.status() == job.status() && !job.status().isFinal();
        if (!stays && !job.status().mayBecome(next.status())) {
            return null;
        }
        job = next;
        try {
            save.accept(next);
        } finally {
            if (next.status().isFinal()) {
                ended.countDown();
            }
        }
        return next;
    }

    /// Asks a running job to stop after its present step.
    ///
    /// @param status what it becomes then: cancelled or interrupted
    synchronized void requestStop(JobStatus status) {
        if (stopAs != JobStatus.CANCELLED) { // a cancelled job is not taken up again, whatever else happens
            stopAs = status;
        }
    }

    /// What the job is to become as soon as it can stop; null to go on.
    @Nullable
    JobStatus stopAs() {
        return stopAs;
    }

    /// Waits until the job has ended, but no longer than `seconds`.
    void awaitEnd(long seconds) {
        try {
            ended.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
