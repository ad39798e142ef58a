package dev.charloom.training;

import dev.charloom.engine.Parameters;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.repository.DirectoryModelRepository;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import dev.charloom.storage.DiskQuota;
import dev.charloom.storage.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A training service on a directory, as the application puts it together, with what tests need to hold on to.
final class ServiceFixture implements AutoCloseable {

    static final ModelName CATS = new ModelName("cats");
    static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    final JobStore store;
    final CorpusStore corpora;
    final HookedRepository repository;
    final ThreadPoolExecutor executor;
    final TrainingMemory memory;
    final MeasurementTurns measurements = new MeasurementTurns(Duration.ofMillis(1));
    final JobRunner runner;
    final TrainingService service;

    /// Starts a service with one place and room for `queueCapacity` jobs; jobs on disk are not taken up yet.
    ServiceFixture(Path directory, int queueCapacity) throws IOException {
        this(directory, new DirectoryJobStore(directory.resolve("jobs")), queueCapacity);
    }

    ServiceFixture(Path directory, JobStore store, int queueCapacity) throws IOException {
        this(directory, store, queueCapacity, 0, () -> 0);
    }

    /// @param nanoTime the clock for durations
    ServiceFixture(Path directory, JobStore store, int queueCapacity, LongSupplier nanoTime) throws IOException {
        this(directory, store, queueCapacity, 0, nanoTime);
    }

    /// @param mostBytes that the directory may hold; 0 for any number
    ServiceFixture(Path directory, JobStore store, int queueCapacity, long mostBytes) throws IOException {
        this(directory, store, queueCapacity, mostBytes, () -> 0);
    }

    private ServiceFixture(Path directory, JobStore store, int queueCapacity, long mostBytes, LongSupplier nanoTime)
            throws IOException {
        this.store = store;
        var quota = new DiskQuota(directory, mostBytes);
        corpora = new CorpusStore(directory.resolve("corpora"), 1 << 20, quota);
        repository = new HookedRepository(new DirectoryModelRepository(directory.resolve("models")));
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        var properties = new TrainingProperties(1, 1, queueCapacity, 0.7, 60, 2);
        var publisher = new ModelPublisher(repository, "test", CLOCK);
        memory = new TrainingMemory(Runtime.getRuntime().maxMemory());
        var trainers = new Trainers(new JavaBlas(), 1, memory, nanoTime);
        var planner = new TrainingPlanner(repository, properties, trainers);
        runner = new JobRunner(
                store, corpora, repository, planner, publisher, trainers, new JavaBlas(), properties, CLOCK, nanoTime);
        var ids = new JobIds(CLOCK, new SplittableRandom(1));
        service = new TrainingService(
                store,
                new JobDirectories(directory.resolve("jobs"), CLOCK),
                new UnfinishedModels(publisher, corpora, store),
                planner,
                measurements,
                corpora,
                runner,
                ids,
                CLOCK,
                queueCapacity,
                quota,
                executor);
    }

    Job submit(TrainingParams params) throws IOException {
        return submit(CATS, params);
    }

    Job submit(ModelName name, TrainingParams params) throws IOException {
        return service.submit(name, TrainingOrder.of(params), corpora.store(TrainingFixtures.names()));
    }

    JobStatus statusOf(Job job) {
        return service.find(job.id().value()).status();
    }

    @Override
    public void close() {
        service.close();
    }

    /// A repository that does something before it publishes.
    static final class HookedRepository implements ModelRepository {

        private final ModelRepository target;
        private volatile Runnable beforePublishing = () -> {};

        HookedRepository(ModelRepository target) {
            this.target = target;
        }

        void beforePublishing(Runnable hook) {
            beforePublishing = hook;
        }

        @Override
        public int publish(
                ModelManifest draft, Parameters weights, List<String> history, DurableFiles.@Nullable Content novelty) {
            beforePublishing.run();
            return target.publish(draft, weights, history, novelty);
        }

        @Override
        public Optional<byte[]> novelty(ModelReference reference) {
            return target.novelty(reference);
        }

        @Override
        public List<ModelManifest> models() {
            return target.models();
        }

        @Override
        public List<Integer> versions(ModelName name) {
            return target.versions(name);
        }

        @Override
        public ModelReference resolve(@Nullable ModelReference reference) {
            return target.resolve(reference);
        }

        @Override
        public ModelManifest manifest(ModelReference reference) {
            return target.manifest(reference);
        }

        @Override
        public StoredModel load(ModelReference reference) {
            return target.load(reference);
        }

        @Override
        public List<String> history(ModelReference reference) {
            return target.history(reference);
        }

        @Override
        public void makeCurrent(ModelName name, int version) {
            target.makeCurrent(name, version);
        }

        @Override
        public void delete(ModelName name) {
            target.delete(name);
        }

        @Override
        public Map<ModelReference, String> damaged() {
            return target.damaged();
        }
    }
}
