package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.repository.ModelDamaged;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StorageFailed;
import dev.charloom.storage.Shortage;
import dev.charloom.text.Batches;
import dev.charloom.text.Corpus;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextRejected;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one job from its corpus to its published model, on the calling thread.
final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    /// For how long the speed is measured that makes steps of a budget.
    private static final double MOST_SECONDS_TO_MEASURE = 10;

    private static final double SHARE_TO_MEASURE = 0.04;

    private final JobStore store;
    private final CorpusStore corpora;
    private final ModelRepository repository;
    private final TrainingPlanner planner;
    private final ModelPublisher publisher;
    private final Trainers trainers;
    private final Blas blas;
    private final TrainingProperties properties;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final AtomicInteger running = new AtomicInteger();

    JobRunner(
            JobStore store,
            CorpusStore corpora,
            ModelRepository repository,
            TrainingPlanner planner,
            ModelPublisher publisher,
            Trainers trainers,
            Blas blas,
            TrainingProperties properties,
            Clock clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.corpora = corpora;
        this.repository = repository;
        this.planner = planner;
        this.publisher = publisher;
        this.trainers = trainers;
        this.blas = blas;
        this.properties = properties;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// Runs a job, if it may still run. Never throws: what goes wrong is the job's outcome.
    void run(JobHandle handle) {
        running.incrementAndGet();
        try {
            if (!handle.begin(clock.instant(), store::save)) {
                return;
            }
            Integer published = publisher.versionOf(handle.job());
            if (published != null) { // the service stopped between publishing and remembering it
                finish(handle, job -> job.succeeded(clock.instant(), published, null, null));
                handle.files().checkpoints().clear();
                return;
            }
            log.info(
                    "Job {} of model {} begins", handle.job().id(), handle.job().model());
            train(handle);
        } catch (TextRejected | InvalidTrainingParams | NotFinite | ModelNotFound | ModelDamaged e) {
            fail(handle, String.valueOf(e.getMessage()), null);
        } catch (StorageFailed e) {
            switch (Shortage.behind(e)) {
                case SPACE -> rest(handle, "there is no space left on the disk", e);
                case OPEN_FILES -> rest(handle, "the service has too many files open", e);
                case null -> fail(handle, "the disk could not be read or written; the log has the details", e);
            }
        } catch (OutOfMemoryError e) {
            fail(handle, "there was not enough memory; a smaller model, batch or window needs less", e);
        } catch (Throwable e) { // whatever it is, it must not end the thread that other jobs need
            fail(
                    handle,
                    "it failed unexpectedly; the log has the details under job "
                            + handle.job().id(),
                    e);
        } finally {
            running.decrementAndGet();
        }
    }

    /// How many jobs are being run now.
    int running() {
        return running.get();
    }

    private void train(JobHandle handle) throws IOException {
        long begun = nanoTime.getAsLong();
        if (corpora.isDamaged(handle.job().corpus())) {
            fail(handle, "its corpus is damaged; send it again", null);
            return;
        }
        CorpusFile file = corpora.find(handle.job().corpus());
        TrainingPlan plan = planner.again(handle.job(), file, handle.files().draft());
        long asked = nanoTime.getAsLong();
        try (var memory = trainers.memoryOfJob(plan, () -> handle.stopAs() != null)) {
            if (memory == null) {
                stop(handle);
            } else {
                long waited = nanoTime.getAsLong() - asked; // what others took is not this job's time
                train(handle, file, plan, begun + waited);
            }
        }
    }

    private void train(JobHandle handle, CorpusFile file, TrainingPlan planned, long begun) throws IOException {
        TrainingPlan plan = planned;
        Curriculum curriculum = plan.curriculum(file);
        if (plan.params().awaitsSteps()) {
            plan = timed(handle, plan, curriculum, begun);
        }
        Job job = handle.job();
        ModelManifest draft = publisher.draft(job, plan);
        handle.files().saveDraft(draft);
        TrainingLoop.Result result = train(handle, plan, curriculum);
        if (result.end() == TrainingLoop.End.STOPPED) {
            stop(handle);
            return;
        }
        BooleanSupplier stop = () -> handle.stopAs() != null;
        ModelManifest measured = QuantizedLoss.measure(draft, result.weights(), curriculum.validation(), stop);
        JobReport report =
                new Examination(plan, curriculum, blas, properties.effectiveThreads()).report(result.weights(), stop);
        if (!handle.settle()) { // the last checkpoint has all that was learned
            stop(handle);
            return;
        }
        String early = result.end() == TrainingLoop.End.EARLY ? earlyStop(job.params(), result.state()) : null;
        publish(handle, measured, curriculum.corpus(), result, early, report);
    }

    /// Makes a number of steps of a budget, once for all: a job that is taken up again takes as many.
    private TrainingPlan timed(JobHandle handle, TrainingPlan plan, Curriculum curriculum, long begun) {
        TrainingParams params = plan.params();
        double budget = Objects.requireNonNull(params.budget()).seconds();
        MeasuredSpeed speed = trainers.measureWithinJob(
                plan, curriculum, Math.min(MOST_SECONDS_TO_MEASURE, SHARE_TO_MEASURE * budget));
        double spent = (nanoTime.getAsLong() - begun) / 1e9;
        long steps = speed.steps(budget - spent, params, curriculum);
        TrainingParams decided = params.withSteps(steps, curriculum.training().windowsPerEpoch());
        handle.change(job -> job.withParams(decided), store::save);
        return plan.with(decided);
    }

    private void publish(
            JobHandle handle,
            ModelManifest draft,
            Corpus corpus,
            TrainingLoop.Result result,
            @Nullable String earlyStop,
            JobReport report) {
        String ended = TrainingParams.nameOf(result.end());
        int version = publisher.publish(draft, corpus, result.weights(), result.state(), ended);
        finish(handle, running -> running.succeeded(clock.instant(), version, earlyStop, report));
        handle.files().checkpoints().clear(); // the model has what is worth keeping
    }

    private static String earlyStop(TrainingParams params, RunState state) {
        return "Training ended after step %d: the validation loss had not fallen for %d evaluations."
                .formatted(state.step(), params.monitoring().patience());
    }

    private TrainingLoop.Result train(JobHandle handle, TrainingPlan plan, Curriculum curriculum) {
        TrainingParams params = plan.params();
        Batches batches = curriculum.training();
        try (Trainer trainer = trainers.create(plan, curriculum)) {
            double charactersPerStep = (double) batches.charactersPerEpoch() / batches.windowsPerEpoch();
            var meter = new ProgressMeter(
                    params.epochs(), TrainingLoop.steps(params, batches), charactersPerStep, nanoTime);
            var reporter = new JobReporter(handle, meter, batches.windowsPerEpoch(), store);
            var checkpoints = new JobCheckpoints(
                    handle.files().checkpoints(),
                    properties.keptCheckpoints(),
                    properties.checkpointSeconds(),
                    nanoTime,
                    reporter::kept);
            TrainingRun run = TrainingLoop.newRun(params, batches, trainer);
            if (!checkpoints.resume(run)) {
                String from = params.from();
                Parameters model = from == null
                        ? null
                        : repository.load(ModelReference.parse(from)).parameters();
                run.begin(Trainers.initializer(plan), model);
            }
            var scribe = new SampleScribe(plan, blas);
            return new TrainingLoop(
                            params,
                            curriculum,
                            run,
                            scribe::write,
                            reporter,
                            checkpoints,
                            () -> handle.stopAs() != null)
                    .run();
        }
    }

    private void stop(JobHandle handle) {
        finish(handle, job -> switch (handle.stopAs()) {
            case PAUSED -> job.paused();
            case INTERRUPTED -> job.interrupted();
            case null, default -> job.cancelled(clock.instant());
        });
    }

    /// Pauses a job that cannot go on for want of something that may come back, unless somebody has asked it to
    /// stop: it goes on from its last checkpoint, and a job that has failed would not.
    private void rest(JobHandle handle, String reason, StorageFailed cause) {
        log.error(
                "Job {} of model {} is paused, as {}: {}",
                handle.job().id(),
                handle.job().model(),
                reason,
                cause.getMessage());
        if (handle.stopAs() == null) {
            finish(handle, job -> job.paused(reason + "; it can be resumed when there is room again"));
        } else {
            stop(handle);
        }
    }

    private void fail(JobHandle handle, String reason, @Nullable Throwable cause) {
        log.error(
                "Job {} of model {} failed: {}", handle.job().id(), handle.job().model(), reason, cause);
        finish(handle, job -> job.failed(clock.instant(), reason));
    }

    /// Ends a run, which is over whether or not that can be stored. On disk the job still runs where it cannot, and the
    /// next start takes it up again.
    private void finish(JobHandle handle, UnaryOperator<Job> change) {
        Job changed;
        try {
            changed = handle.change(change, store::save);
        } catch (RuntimeException e) {
            log.error(
                    "What has become of job {} could not be stored; at the next start it goes on where it can",
                    handle.job().id(),
                    Shortage.behind(e) == null ? e : null);
            changed = handle.change(change);
        }
        if (changed != null) {
            log.info(
                    "Job {} of model {} is {}", changed.id(), changed.model(), TrainingParams.nameOf(changed.status()));
        }
    }
}
