package dev.charloom.generation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.charloom.engine.Network;
import dev.charloom.engine.kernel.Blas;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredModel;
import dev.charloom.text.TextMode;
import dev.charloom.text.Vocabulary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Models in memory: read and checked when first asked for, the least recently used let go.
final class LoadedModels {

    /// A published version. A model that was deleted and made anew has the same names, but not the same time.
    private record Key(ModelReference reference, Instant createdAt) {}

    private final ModelRepository repository;
    private final Blas blas;
    private final @Nullable ModelReference defaultModel;
    private final LoadingCache<Key, LoadedModel> cache;

    /// @param defaultModel answers where a request names no model; null for the most recently trained one
    /// @param capacity how many models stay in memory
    LoadedModels(ModelRepository repository, Blas blas, @Nullable ModelReference defaultModel, int capacity) {
        this.repository = repository;
        this.blas = blas;
        this.defaultModel = defaultModel;
        this.cache = Caffeine.newBuilder().maximumSize(capacity).build(this::load);
    }

    /// The model that a request asks for.
    ///
    /// @param wanted null for the default
    LoadedModel get(@Nullable ModelReference wanted) {
        ModelReference reference = wanted != null ? wanted : defaultModel;
        ModelReference resolved = repository.resolve(reference);
        return cache.get(new Key(resolved, repository.manifest(resolved).createdAt()));
    }

    private LoadedModel load(Key key) {
        StoredModel stored = repository.load(key.reference());
        ModelManifest manifest = stored.manifest();
        return new LoadedModel(
                key.reference(),
                Network.forInference(stored.parameters(), blas),
                Vocabulary.of(manifest.vocabulary()),
                "lines".equals(manifest.tokenisation().mode()) ? TextMode.LINES : TextMode.TEXT,
                manifest.corpus().characterCounts());
    }
}
