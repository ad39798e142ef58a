package dev.charloom.generation;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.engine.kernel.SharedTeam;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// A repository of tiny untrained models, and a service that writes with them.
final class Letters {

    static final int SESSIONS = 3;
    static final Duration SESSION_TIME = Duration.ofMinutes(5);

    final ModelRepository repository = mock();
    final JobModels jobs = mock();
    final AtomicLong sessionClock = new AtomicLong();
    final MeterRegistry meters = new SimpleMeterRegistry();

    private final WritingMetrics metrics = new WritingMetrics(meters, System::nanoTime);

    /// Publishes a model, current and the latest.
    StoredModel publish(ModelReference reference, String mode, Instant createdAt, long[] counts, int... vocabulary) {
        var shape = new ModelShape(vocabulary.length, CellKind.GRU_RESET_BEFORE, 1, 8, 3);
        var manifest = new ModelManifest(
                ModelManifest.FORMAT_VERSION,
                reference.name(),
                1,
                createdAt,
                ModelManifest.Shape.of(shape),
                ModelManifest.Conventions.of(shape.cell()),
                new ModelManifest.Tokenisation(mode, null, "zero vector"),
                vocabulary,
                new ModelManifest.Corpus("", 0, 0, 0, vocabulary.length, counts, List.of()),
                new ModelManifest.Training("job", Map.of(), 0, "test", 1, 1, 1, 1, null, "", null));
        var stored = new StoredModel(manifest, new Initializer(new SplittableRandom(3)).initialize(shape));
        given(repository.resolve(reference)).willReturn(reference);
        given(repository.resolve(new ModelReference(reference.name(), null))).willReturn(reference);
        given(repository.resolve(null)).willReturn(reference);
        given(repository.manifest(reference)).willReturn(manifest);
        given(repository.load(reference)).willReturn(stored);
        return stored;
    }

    /// Publishes a model of the lines of `a` and `b`.
    void publishLines(String name) {
        publish(ModelReference.parse(name), "lines", Instant.EPOCH, new long[] {2, 1, 1}, '\n', 'a', 'b');
    }

    LoadedModels models(int capacity, ModelWorker.Limits limits) {
        var threads = Thread.ofPlatform().daemon().name("letters-", 0).factory();
        var team = new SharedTeam(2, "letters-team", () -> true);
        var loader = new ModelLoader(repository, jobs, new JavaBlas(), team, limits, threads, metrics);
        return new LoadedModels(new ModelKeys(repository, jobs, null), loader, capacity);
    }

    /// A service that chooses the seed 99.
    GenerationService service(int capacity, ModelWorker.Limits limits, Duration timeLimit) {
        return new GenerationService(
                models(capacity, limits),
                new WorkPlanner(new Novelties(repository, 1), metrics, () -> 99),
                new Sessions(SESSIONS, SESSION_TIME, sessionClock::get),
                metrics,
                timeLimit,
                System::nanoTime);
    }
}
