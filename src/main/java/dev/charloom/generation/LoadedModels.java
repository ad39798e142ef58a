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
import org.jspecify.annotations.Nullable;

/// Models in memory: read and checked when first asked for, the least recently used let go.
final class LoadedModels {

    private final ModelRepository repository;
    private final Blas blas;
    private final @Nullable ModelReference defaultModel;
    private final LoadingCache<ModelReference, LoadedModel> cache;

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
        return cache.get(repository.resolve(reference));
    }

    private LoadedModel load(ModelReference reference) {
        StoredModel stored = repository.load(reference);
        ModelManifest manifest = stored.manifest();
        return new LoadedModel(
                reference,
                Network.forInference(stored.parameters(), blas),
                Vocabulary.of(manifest.vocabulary()),
                "lines".equals(manifest.tokenisation().mode()) ? TextMode.LINES : TextMode.TEXT,
                manifest.corpus().characterCounts());
    }
}
