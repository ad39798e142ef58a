package dev.charloom.training;

import dev.charloom.engine.Adam;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.Optimizer;
import dev.charloom.engine.Trainer;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.random.Purpose;
import dev.charloom.random.RandomStream;
import dev.charloom.text.Batches;
import dev.charloom.text.CorpusFile;
import dev.charloom.text.TextRejected;
import java.io.IOException;
import java.time.Clock;
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
    private final ModelPublisher publisher;
    private final Blas blas;
    private final TrainingProperties properties;
    private final Clock clock;
    private final LongSupplier nanoTime;

    JobRunner(
            JobStore store,
            CorpusStore corpora,
            ModelPublisher publisher,
            Blas blas,
            TrainingProperties properties,
            Clock clock,
            LongSupplier nanoTime) {
        this.store = store;
        this.corpora = corpora;
        this.publisher = publisher;
        this.blas = blas;
        this.properties = properties;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /// Bytes that one job may need.
    long memoryLimit() {
        return (long) (Runtime.getRuntime().maxMemory() * properties.memoryFraction());
    }

    /// Runs a job, if it may still run. Never throws: what goes wrong is the job's outcome.
    void run(JobHandle handle) {
        try {
            Integer published = publisher.versionOf(handle.job());
            if (published != null) { // the service stopped between publishing and remembering it
                handle.change(job -> job.running(clock.instant()));
                finish(handle, job -> job.succeeded(clock.instant(), published));
                return;
            }
            if (handle.stopAs() != null || handle.change(job -> job.running(clock.instant()), store::save) == null) {
                return;
            }
            log.info(
                    "Job {} of model {} begins", handle.job().id(), handle.job().model());
            train(handle);
        } catch (TextRejected | InvalidTrainingParams | NotFinite e) {
            fail(handle, String.valueOf(e.getMessage()), null);
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
        var summary = job.corpus();
        var file = new CorpusFile(
                corpora.pathOf(summary.sha256()), summary.sha256(), summary.bytes(), summary.characters());
        TrainingPlan plan = TrainingPlan.of(job.params(), file, memoryLimit());
        Curriculum curriculum = plan.curriculum(file);
        TrainingLoop.Result result = train(handle, plan, curriculum);
        if (result.stopped()) {
            stop(handle);
            return;
        }
        int version = publisher.publish(handle.job(), plan, result, file);
        finish(handle, running -> running.succeeded(clock.instant(), version));
    }

    private TrainingLoop.Result train(JobHandle handle, TrainingPlan plan, Curriculum curriculum) {
        TrainingParams params = plan.params();
        Batches batches = curriculum.training();
        var windows = batches.newWindow();
        var random = RandomStream.of(params.seed(), Purpose.WEIGHTS, 0);
        int lanes = Math.max(windows.maxLanes(), lanesOf(curriculum.validation()));
        int rows = Math.max(windows.inputs().length, rowsOf(curriculum.validation()));
        try (var trainer = new Trainer(
                new Initializer(random).initialize(plan.shape()),
                optimizer(plan),
                params.clipNorm(),
                rows,
                lanes,
                blas,
                properties.effectiveThreads())) {
            var meter = new ProgressMeter(params.epochs(), TrainingLoop.steps(params, batches), nanoTime);
            var scribe = new SampleScribe(plan, blas);
            return new TrainingLoop(
                            params,
                            curriculum,
                            trainer,
                            scribe::write,
                            new JobReporter(handle, meter, store),
                            () -> handle.stopAs() != null)
                    .run();
        }
    }

    private static Optimizer optimizer(TrainingPlan plan) {
        return switch (plan.params().optimizer()) {
            case ADAM -> new Adam(plan.shape());
        };
    }

    private static int lanesOf(@Nullable Batches batches) {
        return batches == null ? 0 : batches.newWindow().maxLanes();
    }

    private static int rowsOf(@Nullable Batches batches) {
        return batches == null ? 0 : batches.newWindow().inputs().length;
    }

    private void stop(JobHandle handle) {
        finish(
                handle,
                job -> handle.stopAs() == JobStatus.INTERRUPTED ? job.interrupted() : job.cancelled(clock.instant()));
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
