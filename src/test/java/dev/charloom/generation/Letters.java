package dev.charloom.generation;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.Initializer;
import dev.charloom.engine.ModelShape;
import dev.charloom.engine.kernel.JavaBlas;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A repository of tiny untrained models, and a service that writes with them.
final class Letters {

    final ModelRepository repository = mock();

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
        return new LoadedModels(
                repository, new ModelLoader(repository, new JavaBlas(), limits, threads), null, capacity);
    }

    GenerationService service(int capacity, ModelWorker.Limits limits, Duration timeLimit) {
        return new GenerationService(
                models(capacity, limits), new Novelties(repository, 1), timeLimit, () -> 99, System::nanoTime);
    }
}
