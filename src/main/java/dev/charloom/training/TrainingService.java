package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.StorageFailed;
import dev.charloom.repository.StoredModel;
import dev.charloom.storage.DiskQuota;
import dev.charloom.text.CorpusFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Submits, finds and ends training jobs.
///
/// Jobs wait in the order of their submission and run on platform threads, a fixed number at a time. A job and its
/// corpus are on disk before [#submit] returns; what was unfinished when the service stopped is taken up again when
/// it starts.
public final class TrainingService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TrainingService.class);
    private static final long SECONDS_TO_STOP = 25;
    private static final long SECONDS_TO_STOP_ONE = 2;

    private final JobStore store;
    private final JobDirectories directories;
    private final UnfinishedModels models;
    private final TrainingPlanner planner;
    private final MeasurementTurns measurements;
    private final CorpusStore corpora;
    private final JobRunner runner;
    private final JobIds ids;
    private final Clock clock;
    private final int queueCapacity;
    private final DiskQuota quota;
    private final ExecutorService executor;
    private final ConcurrentMap<String, JobId> submitted = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<JobId, JobHandle> jobs = new ConcurrentSkipListMap<>();

    TrainingService(
            JobStore store,
            JobDirectories directories,
            UnfinishedModels models,
            TrainingPlanner planner,
            MeasurementTurns measurements,
            CorpusStore corpora,
            JobRunner runner,
            JobIds ids,
            Clock clock,
            int queueCapacity,
            DiskQuota quota,
            ExecutorService executor) {
        this.store = store;
        this.directories = directories;
        this.models = models;
        this.planner = planner;
        this.measurements = measurements;
        this.corpora = corpora;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
        this.queueCapacity = queueCapacity;
        this.quota = quota;
        this.executor = executor;
    }

    /// Takes up what was unfinished when the service stopped, and forgets corpora that no job refers to, unless there
    /// are jobs that cannot be read.
    void resume() {
        for (Job job : store.all()) {
            ids.goOnAfter(job.id());
            var handle = new JobHandle(job, directories.of(job.id()));
            jobs.put(job.id(), handle);
            handle.files().sweep();
            if (job.status() == JobStatus.SUCCEEDED) { // the service may have stopped before it did this
                handle.files().checkpoints().clear();
            }
            Submission submission = handle.files().submission();
            if (submission != null) {
                submitted.put(submission.key(), job.id());
            }
            if (job.status().isUnderWay()) {
                if (job.status() == JobStatus.RUNNING) {
                    handle.change(Job::interrupted);
                }
                log.info("Job {} of model {} is taken up again", job.id(), job.model());
                enqueue(handle);
            }
        }
        directories.deleteOrphans();
        if (store.hidesJobs()) {
            log.warn("Every corpus is kept: some jobs cannot be read, or are in quarantine");
            corpora.keepAll();
        } else {
            corpora.keepOnly(
                    jobs.values().stream().map(h -> h.job().corpus().sha256()).toList());
        }
    }

    /// Queues a job; it is on disk when this returns.
    ///
    /// @param corpus from the [CorpusStore]; deleted again if the job is refused and nothing else refers to it
    /// @throws InvalidTrainingParams if the parameters do not fit together, the corpus, the memory, or the model to
    ///     go on from
    /// @throws dev.charloom.repository.ModelNotFound if there is no model to go on from
    /// @throws dev.charloom.text.TextRejected if the corpus is too short or does not fit the vocabulary
    /// @throws QueueFull if too many jobs wait
    /// @throws CannotMeasureNow if the speeds by which it is planned cannot be measured now
    /// @throws dev.charloom.storage.DiskQuotaExceeded if there is no room for the checkpoints of such a model
    public Job submit(ModelName model, TrainingOrder order, CorpusFile corpus) {
        try {
            return submit(model, order, corpus, null);
        } finally {
            corpora.release(corpus.sha256(), this::isReferred);
        }
    }

    /// As [#submit], once for every key: the same request under the same key is answered with the job that it made,
    /// also after a restart, until that job is deleted.
    ///
    /// @throws IdempotencyConflict if the key came with another request
    public Job submitOnce(IdempotencyKey key, ModelName model, TrainingOrder order, CorpusFile corpus) {
        var submission = Submission.of(key, model, order, corpus);
        try {
            // One request of a key at a time: the second one finds the job of the first.
            JobId id = submitted.compute(
                    submission.key(),
                    (it, before) -> before != null && jobs.containsKey(before)
                            ? before
                            : submit(model, order, corpus, submission).id());
            JobHandle handle = handle(id.value());
            if (!submission.equals(handle.files().submission())) {
                throw new IdempotencyConflict(id);
            }
            return handle.job();
        } finally {
            corpora.release(corpus.sha256(), this::isReferred);
        }
    }

    private Job submit(ModelName model, TrainingOrder order, CorpusFile corpus, @Nullable Submission submission) {
        try {
            requireRoom();
            TrainingPlan plan = plan(order, corpus);
            quota.require(plan.checkpointBytes());
            Job job = register(model, plan, corpus, submission);
            log.info("Job {} of model {} is queued", job.id(), model);
            return job;
        } catch (IOException e) {
            throw new StorageFailed("the corpus could not be read", e);
        }
    }

    private TrainingPlan plan(TrainingOrder order, CorpusFile corpus) throws IOException {
        if (!order.isPlannedBySpeed()) {
            return planner.plan(order, corpus);
        }
        try (var _ = measurements.await()) {
            return planner.plan(order, corpus);
        }
    }

    /// Says what a job would be and cost, and queues nothing.
    ///
    /// @param corpus from the [CorpusStore]; deleted again unless something else refers to it
    /// @throws InvalidTrainingParams as [#submit]
    /// @throws dev.charloom.repository.ModelNotFound as [#submit]
    /// @throws dev.charloom.text.TextRejected as [#submit]
    /// @throws CannotMeasureNow if its speed cannot be measured now
    public TrainingEstimate estimate(TrainingOrder order, CorpusFile corpus) {
        try {
            TrainingPlan plan = plan(order, corpus);
            try (var _ = measurements.await()) {
                return estimate(plan, plan.curriculum(corpus));
            }
        } catch (IOException e) {
            throw new StorageFailed("the corpus could not be read", e);
        } finally {
            corpora.release(corpus.sha256(), this::isReferred);
        }
    }

    private TrainingEstimate estimate(TrainingPlan plan, Curriculum curriculum) {
        MeasuredSpeed speed = planner.measure(plan, curriculum);
        Budget budget = plan.params().budget();
        long steps = budget == null
                ? TrainingLoop.steps(plan.params(), curriculum.training())
                : speed.steps(budget.seconds(), plan.params(), curriculum);
        return new TrainingEstimate(
                plan.params(),
                plan.note(),
                plan.validation(),
                ModelManifest.Shape.of(plan.shape()),
                plan.shape().parameterCount(),
                steps,
                steps * speed.secondsPerStep(plan.params(), curriculum),
                (long) plan.memory(),
                planner.memoryLimit(),
                plan.statistics());
    }

    private synchronized Job register(
            ModelName model, TrainingPlan plan, CorpusFile corpus, @Nullable Submission submission) {
        requireRoom();
        var summary = new Job.CorpusSummary(
                corpus.sha256(),
                corpus.bytes(),
                corpus.characters(),
                plan.statistics().lines(),
                plan.statistics().distinctCharacters());
        Job job =
                Job.queued(ids.next(), model, clock.instant(), plan.params(), plan.note(), plan.validation(), summary);
        var handle = new JobHandle(job, directories.of(job.id()));
        if (submission != null) {
            handle.files().saveSubmission(submission);
        }
        store.save(job);
        jobs.put(job.id(), handle);
        enqueue(handle);
        return job;
    }

    private void requireRoom() {
        long waiting = jobs.values().stream()
                .filter(h -> h.job().status() == JobStatus.QUEUED)
                .count();
        if (waiting >= queueCapacity) {
            throw new QueueFull(queueCapacity);
        }
    }

    private void enqueue(JobHandle handle) {
        try {
            executor.execute(() -> runner.run(handle));
        } catch (RejectedExecutionException e) { // the service stops; the job is on disk and waits for the next start
            log.info("Job {} is not begun any more", handle.job().id());
        }
    }

    /// The job with this identifier.
    ///
    /// @throws JobNotFound if there is none
    public Job find(String id) {
        return handle(id).job();
    }

    /// Jobs by descending time of submission.
    ///
    /// @param status only jobs with this status; null for all
    /// @param limit at most so many
    /// @param after only jobs submitted before this one, for the next page; it may be deleted by now; null for the
    ///     first page
    public List<Job> list(@Nullable JobStatus status, int limit, @Nullable JobId after) {
        ConcurrentNavigableMap<JobId, JobHandle> older = after == null ? jobs : jobs.headMap(after);
        return older.descendingMap().values().stream()
                .map(JobHandle::job)
                .filter(job -> status == null || job.status() == status)
                .limit(limit)
                .toList();
    }

    /// Ends a job: one that waits or rests at once, one that trains after its present step.
    ///
    /// @return the job; still running if its step takes more than two seconds
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it has ended, or is publishing its model
    public Job cancel(String id) {
        return stop(id, JobStatus.CANCELLED, job -> job.cancelled(clock.instant()));
    }

    /// Lets a job rest: one that waits at once, one that trains after its present step, with a checkpoint.
    ///
    /// @return the job; still running if that takes more than two seconds
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it rests or has ended, or is publishing its model
    public Job pause(String id) {
        return stop(id, JobStatus.PAUSED, Job::paused);
    }

    private Job stop(String id, JobStatus aim, UnaryOperator<Job> change) {
        JobHandle handle = handle(id);
        handle.stop(aim, change, store::save);
        handle.awaitStop(SECONDS_TO_STOP_ONE);
        return handle.job();
    }

    /// Queues a job that rests; it goes on from its last checkpoint.
    ///
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it does not rest
    /// @throws QueueFull if too many jobs wait
    public Job resume(String id) {
        JobHandle handle = handle(id);
        synchronized (handle.publication()) {
            return resume(handle);
        }
    }

    private synchronized Job resume(JobHandle handle) {
        Job found = handle.job();
        if (found.status() == JobStatus.PAUSED) {
            requireRoom();
        }
        handle.resume(store::save);
        enqueue(handle);
        return handle.job();
    }

    /// Publishes the best weights of a job that rests, was cancelled or has failed, as its last checkpoint has them.
    ///
    /// @return the job with the version; where these weights are published already, with that version
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it is under way or has succeeded
    /// @throws NoCheckpoint if nothing was learned yet
    public Job publish(String id) {
        JobHandle handle = handle(id);
        synchronized (handle.publication()) { // reading a large corpus takes a minute, in which other jobs go on
            Job job = handle(id).job(); // unless it was deleted meanwhile
            if (job.status().isUnderWay() || job.status() == JobStatus.SUCCEEDED) {
                throw new JobConflict(job.id(), job.status(), "published");
            }
            return models.publish(handle);
        }
    }

    /// The model of a job as its last checkpoint has it.
    ///
    /// @throws JobNotFound if there is none
    /// @throws NoCheckpoint if it has no checkpoint
    public StoredModel latestModel(String id) {
        return models.latest(handle(id));
    }

    /// The checkpoints of a job that are kept, the latest last.
    ///
    /// @throws JobNotFound if there is none
    public List<CheckpointInfo> checkpoints(String id) {
        return handle(id).files().checkpoints().list();
    }

    /// The events of a job after number `after`, as far as they are kept.
    ///
    /// @throws JobNotFound if there is none
    public List<JobEvent> events(String id, long after) {
        return handle(id).files().events().after(after);
    }

    /// As [#events], but waits for an event if there is none, no longer than `millis` milliseconds.
    ///
    /// @throws JobNotFound if there is none
    public List<JobEvent> awaitEvents(String id, long after, long millis) throws InterruptedException {
        return handle(id).files().events().awaitAfter(after, millis);
    }

    /// Forgets a job that has ended, and its corpus if no other job refers to it.
    ///
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it has not ended
    public void delete(String id) {
        JobHandle handle = handle(id);
        synchronized (handle.publication()) {
            deleteEnded(handle(id));
        }
        submitted.values().removeIf(it -> it.value().equals(id)); // not within the lock that a submission takes
    }

    private synchronized void deleteEnded(JobHandle handle) {
        Job job = handle.job();
        if (!job.status().isFinal()) {
            throw new JobConflict(job.id(), job.status(), "deleted");
        }
        store.delete(job.id());
        jobs.remove(job.id());
        handle.files().delete();
        corpora.deleteUnless(job.corpus().sha256(), this::isReferred);
    }

    /// Whether a job is at work now.
    public boolean atWork() {
        return runner.running() > 0;
    }

    /// Asks running jobs to make a checkpoint and stop; no other job is begun.
    void interrupt() {
        executor.shutdown();
        jobs.values().forEach(handle -> handle.requestStop(JobStatus.INTERRUPTED));
    }

    /// Stops: running jobs end their step and are taken up again at the next start.
    @Override
    public void close() {
        interrupt();
        try {
            if (!executor.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                log.warn("A training job did not stop within {} seconds", SECONDS_TO_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReferred(String sha256) {
        return jobs.values().stream().anyMatch(h -> h.job().corpus().sha256().equals(sha256));
    }

    private JobHandle handle(String id) {
        JobHandle handle = JobId.isValid(id) ? jobs.get(new JobId(id)) : null;
        if (handle == null) {
            throw new JobNotFound(id);
        }
        return handle;
    }
}
