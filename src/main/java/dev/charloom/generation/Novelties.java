package dev.charloom.generation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.sampling.Novelty;
import java.time.Instant;

/// The hashes of the corpora of models, in memory while they are used.
final class Novelties {

    /// A published version; see [LoadedModels].
    private record Key(ModelReference reference, Instant createdAt) {}

    private final ModelRepository repository;
    private final LoadingCache<Key, Novelty> cache;

    /// @param capacity how many stay in memory
    Novelties(ModelRepository repository, int capacity) {
        this.repository = repository;
        this.cache = Caffeine.newBuilder().maximumSize(capacity).build(this::load);
    }

    /// What is known of the corpus of a version.
    ///
    /// @throws NoveltyUnknown if nothing is
    Novelty of(ModelReference model) {
        return cache.get(new Key(model, repository.manifest(model).createdAt()));
    }

    /// Lets the hashes of all versions of a model go.
    void unload(ModelName name) {
        cache.asMap().keySet().removeIf(key -> key.reference().name().equals(name));
    }

    private Novelty load(Key key) {
        return repository
                .novelty(key.reference())
                .map(Novelty::read)
                .orElseThrow(() -> new NoveltyUnknown(Author.of(key.reference())));
    }
}
