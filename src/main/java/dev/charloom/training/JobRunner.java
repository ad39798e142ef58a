package dev.charloom.training;

import dev.charloom.engine.Adam;
import dev.charloom.engine.AdamW;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.Optimizer;
import dev.charloom.engine.RmsProp;
import dev.charloom.engine.Sgd;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.repository.ModelDamaged;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StorageFailed;
import dev.charloom.text.Batches;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextRejected;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one job from its corpus to its published model, on the calling thread.
final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    private final JobStore store;
    private final CorpusStore corpora;
    private final ModelRepository repository;
    private final TrainingPlanner planner;
    private final ModelPublisher publisher;
    private final Blas blas;
    private final TrainingProperties properties;
    private final Clock clock;
    private final LongSupplier nanoTime;

    JobRunner(
            JobStore store,
            CorpusStore corpora,
            ModelRepository repository,
            TrainingPlanner planner,
            ModelPublisher publisher,
            Blas blas,
            TrainingProperties properties,
            Clock clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.corpora = corpora;
        this.repository = repository;
        this.planner = planner;
        this.publisher = publisher;
        this.blas = blas;
        this.properties = properties;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// Runs a job, if it may still run. Never throws: what goes wrong is the job's outcome.
    void run(JobHandle handle) {
        try {
            Integer published = handle.job().status().isUnderWay() ? publisher.versionOf(handle.job()) : null;
            if (published != null) { // the service stopped between publishing and remembering it
                handle.change(job -> job.running(clock.instant()));
                finish(handle, job -> job.succeeded(clock.instant(), published, null));
                return;
            }
            if (handle.stopAs() != null || handle.change(job -> job.running(clock.instant()), store::save) == null) {
                return;
            }
            log.info(
                    "Job {} of model {} begins", handle.job().id(), handle.job().model());
            train(handle);
        } catch (TextRejected | InvalidTrainingParams | NotFinite | ModelNotFound | ModelDamaged e) {
            fail(handle, String.valueOf(e.getMessage()), null);
        } catch (StorageFailed e) {
            fail(handle, "the disk could not be read or written; the log has the details", e);
        } catch (OutOfMemoryError e) {
            fail(handle, "there was not enough memory; a smaller model, batch or window needs less", e);
        } catch (Throwable e) { // whatever it is, it must not end the thread that other jobs need
            fail(
                    handle,
                    "it failed unexpectedly; the log has the details under job "
                            + handle.job().id(),
                    e);
        }
    }

    private void train(JobHandle handle) throws IOException {
        Job job = handle.job();
        if (corpora.isDamaged(job.corpus())) {
            fail(handle, "its corpus is damaged; send it again", null);
            return;
        }
        CorpusFile file = corpora.find(job.corpus());
        TrainingPlan plan = planner.again(job, file, handle.files().draft());
        ModelManifest draft = publisher.draft(job, plan);
        handle.files().saveDraft(draft);
        TrainingLoop.Result result = train(handle, plan, plan.curriculum(file));
        switch (result.end()) {
            case STOPPED -> stop(handle);
            case COMPLETE -> publish(handle, draft, file, result, null);
            case EARLY -> publish(handle, draft, file, result, earlyStop(job.params(), result.state()));
        }
    }

    private void publish(
            JobHandle handle,
            ModelManifest draft,
            CorpusFile corpus,
            TrainingLoop.Result result,
            @Nullable String earlyStop)
            throws IOException {
        String ended = TrainingParams.nameOf(result.end());
        int version = publisher.publish(draft, corpus, result.weights(), result.state(), ended);
        finish(handle, running -> running.succeeded(clock.instant(), version, earlyStop));
        handle.files().checkpoints().clear(); // the model has what is worth keeping
    }

    private static String earlyStop(TrainingParams params, RunState state) {
        return "Training ended after step %d: the validation loss had not fallen for %d evaluations."
                .formatted(state.step(), params.monitoring().patience());
    }

    private TrainingLoop.Result train(JobHandle handle, TrainingPlan plan, Curriculum curriculum) {
        TrainingParams params = plan.params();
        Batches batches = curriculum.training();
        try (Trainer trainer = trainer(plan, curriculum)) {
            var meter = new ProgressMeter(params.epochs(), TrainingLoop.steps(params, batches), nanoTime);
            var reporter = new JobReporter(handle, meter, batches.windowsPerEpoch(), store);
            var checkpoints = new JobCheckpoints(
                    handle.files().checkpoints(),
                    properties.keptCheckpoints(),
                    properties.checkpointSeconds(),
                    nanoTime,
                    reporter::kept);
            TrainingRun run = TrainingLoop.newRun(params, batches, trainer);
            String from = params.from();
            if (!checkpoints.resume(run) && from != null) {
                run.goOnFrom(repository.load(ModelReference.parse(from)).parameters());
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

    /// A trainer of freshly drawn weights with room for every window.
    private Trainer trainer(TrainingPlan plan, Curriculum curriculum) {
        TrainingParams params = plan.params();
        var windows = curriculum.training().newWindow();
        var random = RandomStream.of(params.seed(), Purpose.WEIGHTS, 0);
        return new Trainer(
                new Initializer(random).initialize(plan.shape()),
                optimizer(plan),
                params.optimization().clipNorm(),
                Math.max(windows.inputs().length, rowsOf(curriculum.validation())),
                Math.max(windows.maxLanes(), lanesOf(curriculum.validation())),
                blas,
                properties.effectiveThreads());
    }

    private static Optimizer optimizer(TrainingPlan plan) {
        Optimization it = plan.params().optimization();
        return switch (it.optimizer()) {
            case SGD -> new Sgd(plan.shape(), Objects.requireNonNull(it.momentum()));
            case RMSPROP -> new RmsProp(plan.shape());
            case ADAM -> new Adam(plan.shape());
            case ADAMW -> new AdamW(plan.shape(), Objects.requireNonNull(it.weightDecay()));
        };
    }

    private static int lanesOf(@Nullable Batches batches) {
        return batches == null ? 0 : batches.newWindow().maxLanes();
    }

    private static int rowsOf(@Nullable Batches batches) {
        return batches == null ? 0 : batches.newWindow().inputs().length;
    }

    private void stop(JobHandle handle) {
        finish(handle, job -> switch (handle.stopAs()) {
            case PAUSED -> job.paused();
            case INTERRUPTED -> job.interrupted();
            case null, default -> job.cancelled(clock.instant());
        });
    }

    private void fail(JobHandle handle, String reason, @Nullable Throwable cause) {
        log.error(
                "Job {} of model {} failed: {}", handle.job().id(), handle.job().model(), reason, cause);
        try {
            finish(handle, job -> job.failed(clock.instant(), reason));
        } catch (RuntimeException e) {
            log.error("The failure of job {} could not be stored", handle.job().id(), e);
        }
    }

    private void finish(JobHandle handle, UnaryOperator<Job> change) {
        Job changed = handle.change(change, store::save);
        if (changed != null) {
            log.info(
                    "Job {} of model {} is {}", changed.id(), changed.model(), TrainingParams.nameOf(changed.status()));
        }
    }
}
