package dev.charloom.training;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A job's present state, which changes only by legal moves, the wish to stop it, and its files.
final class JobHandle {

    private final JobFiles files;
    private final Object publication = new Object();
    private Job job;
    private volatile @Nullable JobStatus stopAs;
    private boolean settled;

    JobHandle(Job job, JobFiles files) {
        this.job = job;
        this.files = files;
    }

    JobFiles files() {
        return files;
    }

    /// What is held while a checkpoint of the job is published, and to resume or delete it; taken before any other.
    Object publication() {
        return publication;
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
    /// may delete it, and nothing is written after that. Where it cannot be saved, nothing has changed.
    synchronized @Nullable Job change(UnaryOperator<Job> change, Consumer<Job> save) {
        Job next = change.apply(job);
        if (next.equals(job)) {
            return job;
        }
        boolean stays = next.status() == job.status() && !job.status().isFinal();
        if (!stays && !job.status().mayBecome(next.status())) {
            return null;
        }
        become(next, save);
        return next;
    }

    /// Begins the job, if it waits for that and nobody has asked it to stop. One that was paused and resumed while it
    /// waited has two turns, and runs once all the same.
    synchronized boolean begin(Instant now, Consumer<Job> save) {
        return stopAs == null
                && job.status().mayBecome(JobStatus.RUNNING)
                && change(it -> it.running(now), save) != null;
    }

    /// Notes what was published of the job, whether or not it has ended.
    synchronized Job published(int version, Consumer<Job> save) {
        become(job.published(version), save);
        return job;
    }

    private void become(Job next, Consumer<Job> save) {
        save.accept(next);
        boolean moved = next.status() != job.status();
        job = next;
        try {
            if (moved) {
                tell(next);
            }
        } finally {
            notifyAll();
        }
    }

    private void tell(Job next) {
        String status = TrainingParams.nameOf(next.status());
        String error = next.error();
        files.events()
                .append(
                        JobEvent.Type.STATUS,
                        error == null ? Map.of("status", status) : Map.of("status", status, "error", error));
    }

    /// Stops the job: at once where it waits or rests, after its present step where it runs.
    ///
    /// @param aim what it becomes: cancelled or paused
    /// @param change makes that of it
    /// @throws JobConflict if it has ended, rests already, or is publishing its model
    synchronized void stop(JobStatus aim, UnaryOperator<Job> change, Consumer<Job> save) {
        if (!job.status().mayBecome(aim)) {
            throw new JobConflict(job.id(), job.status(), TrainingParams.nameOf(aim));
        }
        if (settled) {
            throw JobConflict.publishing(job.id(), TrainingParams.nameOf(aim));
        }
        if (job.status() == JobStatus.RUNNING) {
            requestStop(aim);
        } else {
            change(change, save);
        }
    }

    /// Lets a job that rests wait for its turn again; the request that it rest has been met.
    ///
    /// @throws JobConflict if it does not rest
    synchronized void resume(Consumer<Job> save) {
        if (job.status() != JobStatus.PAUSED) {
            throw new JobConflict(job.id(), job.status(), "resumed");
        }
        change(Job::queuedAgain, save);
        stopAs = null;
        settled = false; // it may have been paused where its model could not be published
    }

    /// Asks a running job to stop after its present step. What lasts longer wins: a cancelled job is not taken up
    /// again, a paused one not by itself, whatever else happens.
    ///
    /// @param status what it becomes then: cancelled, paused or interrupted
    synchronized void requestStop(JobStatus status) {
        if (stopAs != JobStatus.CANCELLED && !(stopAs == JobStatus.PAUSED && status == JobStatus.INTERRUPTED)) {
            stopAs = status;
        }
    }

    /// Settles that the job ends with its model, which is published next: nobody can stop it from here on.
    ///
    /// @return false, and nothing is settled, if somebody has asked it to stop
    synchronized boolean settle() {
        settled = stopAs == null;
        return settled;
    }

    /// What the job is to become as soon as it can stop; null to go on.
    @Nullable
    JobStatus stopAs() {
        return stopAs;
    }

    /// Waits until the job runs no more, but no longer than `seconds`.
    synchronized void awaitStop(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            for (long left = seconds * 1000; left > 0 && job.status() == JobStatus.RUNNING; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
