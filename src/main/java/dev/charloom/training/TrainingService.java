package dev.charloom.training;

import dev.charloom.repository.ModelName;
import dev.charloom.text.CorpusFile;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Submits, finds and ends training jobs.
///
/// Jobs wait in the order of their submission and run on platform threads, a fixed number at a time. A job and its
/// corpus are on disk before [#submit] returns; what was unfinished when the service stopped is taken up again when it
/// starts.
public final class TrainingService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TrainingService.class);
    private static final long SECONDS_TO_STOP = 25;
    private static final long SECONDS_TO_CANCEL = 2;

    private final JobStore store;
    private final CorpusStore corpora;
    private final JobRunner runner;
    private final JobIds ids;
    private final Clock clock;
    private final int queueCapacity;
    private final ExecutorService executor;
    private final ConcurrentNavigableMap<JobId, JobHandle> jobs = new ConcurrentSkipListMap<>();

    TrainingService(
            JobStore store,
            CorpusStore corpora,
            JobRunner runner,
            JobIds ids,
            Clock clock,
            int queueCapacity,
            ExecutorService executor) {
        this.store = store;
        this.corpora = corpora;
        this.runner = runner;
        this.ids = ids;
        this.clock = clock;
        this.queueCapacity = queueCapacity;
        this.executor = executor;
    }

    /// Takes up what was unfinished when the service stopped, and forgets corpora that no job refers to.
    void resume() {
        for (Job job : store.all()) {
            var handle = new JobHandle(job);
            jobs.put(job.id(), handle);
            if (!job.status().isFinal()) {
                if (job.status() == JobStatus.RUNNING) {
                    handle.change(Job::interrupted);
                }
                log.info("Job {} of model {} is taken up again", job.id(), job.model());
                enqueue(handle);
            }
        }
        corpora.keepOnly(
                jobs.values().stream().map(h -> h.job().corpus().sha256()).toList());
    }

    /// Queues a job; it is on disk when this returns.
    ///
    /// @param corpus from the [CorpusStore]; deleted again if the job is refused and nothing else refers to it
    /// @throws InvalidTrainingParams if the parameters do not fit together, the corpus or the memory
    /// @throws dev.charloom.text.TextRejected if the corpus is too short or does not fit the vocabulary
    /// @throws QueueFull if too many jobs wait
    public Job submit(ModelName model, TrainingParams params, CorpusFile corpus) {
        try {
            requireRoom();
            TrainingPlan plan = TrainingPlan.of(params, corpus, runner.memoryLimit());
            Job job = register(model, plan, corpus);
            log.info("Job {} of model {} is queued", job.id(), model);
            return job;
        } catch (IOException e) {
            throw new dev.charloom.repository.StorageFailed("the corpus could not be read", e);
        } finally {
            corpora.release(corpus.sha256(), this::isReferred);
        }
    }

    private synchronized Job register(ModelName model, TrainingPlan plan, CorpusFile corpus) {
        requireRoom();
        var summary = new Job.CorpusSummary(
                corpus.sha256(),
                corpus.bytes(),
                corpus.characters(),
                plan.statistics().lines(),
                plan.statistics().distinctCharacters());
        var job = new Job(
                ids.next(),
                model,
                JobStatus.QUEUED,
                clock.instant(),
                null,
                null,
                plan.params(),
                plan.note(),
                summary,
                null,
                List.of(),
                null,
                null);
        store.save(job);
        var handle = new JobHandle(job);
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
        executor.execute(() -> runner.run(handle));
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
    /// @param after only jobs submitted before this one, for the next page; null for the first page
    public List<Job> list(@Nullable JobStatus status, int limit, @Nullable String after) {
        ConcurrentNavigableMap<JobId, JobHandle> older =
                after == null ? jobs : jobs.headMap(handle(after).job().id());
        return older.descendingMap().values().stream()
                .map(JobHandle::job)
                .filter(job -> status == null || job.status() == status)
                .limit(limit)
                .toList();
    }

    /// Ends a job: one that waits at once, one that trains after its present step.
    ///
    /// @return the job; still running if its step takes more than two seconds
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it has ended
    public Job cancel(String id) {
        JobHandle handle = handle(id);
        Job found = handle.job();
        if (found.status().isFinal()) {
            throw new JobConflict(found.id(), found.status(), "cancelled");
        }
        handle.requestStop(JobStatus.CANCELLED);
        handle.change(job -> waits(job) ? job.cancelled(clock.instant()) : job, store::save);
        handle.awaitEnd(SECONDS_TO_CANCEL);
        return handle.job();
    }

    private static boolean waits(Job job) {
        return job.status() == JobStatus.QUEUED || job.status() == JobStatus.INTERRUPTED;
    }

    /// Forgets a job that has ended, and its corpus if no other job refers to it.
    ///
    /// @throws JobNotFound if there is none
    /// @throws JobConflict if it has not ended
    public synchronized void delete(String id) {
        JobHandle handle = handle(id);
        Job job = handle.job();
        if (!job.status().isFinal()) {
            throw new JobConflict(job.id(), job.status(), "deleted");
        }
        store.delete(job.id());
        jobs.remove(job.id());
        corpora.deleteUnless(job.corpus().sha256(), this::isReferred);
    }

    /// Stops: running jobs end their step and are taken up again at the next start.
    @Override
    public void close() {
        executor.shutdown();
        jobs.values().forEach(handle -> handle.requestStop(JobStatus.INTERRUPTED));
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
