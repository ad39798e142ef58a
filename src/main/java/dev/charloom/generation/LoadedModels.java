package dev.charloom.generation;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Models in memory: read and checked when first asked for; the least recently used one is let go where there would be
/// too many. What is under way with it is finished.
final class LoadedModels {

    /// A published version, as it is computed with. A model that was deleted and made anew has the same names, but not
    /// the same time.
    private record Key(ModelReference reference, Instant createdAt, WeightFormat format) {}

    /// Reads a model into memory.
    interface Loader {

        /// The model, ready to write.
        ///
        /// @param format what its weights are kept in
        LoadedModel load(ModelReference reference, WeightFormat format);
    }

    private final ModelRepository repository;
    private final Loader loader;
    private final @Nullable ModelReference defaultModel;
    private final int capacity;
    private final Map<Key, CompletableFuture<LoadedModel>> models = new LinkedHashMap<>(16, 0.75f, true);

    /// @param defaultModel answers where a request names no model; null for the most recently trained one
    /// @param capacity how many models stay in memory
    LoadedModels(ModelRepository repository, Loader loader, @Nullable ModelReference defaultModel, int capacity) {
        this.repository = repository;
        this.loader = loader;
        this.defaultModel = defaultModel;
        this.capacity = capacity;
    }

    /// The model that a request asks for.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if there is none
    /// @throws dev.charloom.repository.ModelDamaged if it is not what was published
    LoadedModel get(ModelChoice choice) {
        ModelReference wanted = choice.model();
        ModelReference reference = repository.resolve(wanted != null ? wanted : defaultModel);
        ModelManifest manifest = repository.manifest(reference);
        var key = new Key(reference, manifest.createdAt(), WeightFormat.of(choice.precision(), manifest));
        var mine = new CompletableFuture<LoadedModel>();
        CompletableFuture<LoadedModel> present = enter(key, mine);
        if (present == null) {
            load(key, mine);
        }
        try {
            return (present == null ? mine : present).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /// Whether a version is in memory.
    boolean isLoaded(ModelReference reference) {
        synchronized (models) {
            return models.entrySet().stream()
                    .anyMatch(entry -> entry.getKey().reference().equals(reference)
                            && entry.getValue().isDone());
        }
    }

    /// Lets all versions of a model go.
    void unload(ModelName name) {
        release(it -> it.reference().name().equals(name));
    }

    /// Lets everything go.
    void unloadAll() {
        release(_ -> true);
    }

    private void release(Predicate<Key> which) {
        var released = new ArrayList<CompletableFuture<LoadedModel>>();
        synchronized (models) {
            models.entrySet().removeIf(entry -> which.test(entry.getKey()) && released.add(entry.getValue()));
        }
        close(released);
    }

    /// Enters a model that is not there.
    ///
    /// @return the entry that is there; null if it is the fresh one now
    private @Nullable CompletableFuture<LoadedModel> enter(Key key, CompletableFuture<LoadedModel> fresh) {
        var released = new ArrayList<CompletableFuture<LoadedModel>>();
        CompletableFuture<LoadedModel> present;
        synchronized (models) {
            present = models.get(key);
            if (present == null) {
                models.put(key, fresh);
            }
            var eldest = models.values().iterator();
            while (models.size() > capacity) {
                released.add(eldest.next());
                eldest.remove();
            }
        }
        close(released);
        return present;
    }

    private void load(Key key, CompletableFuture<LoadedModel> entry) {
        try {
            entry.complete(loader.load(key.reference(), key.format()));
        } catch (Throwable failure) {
            synchronized (models) {
                models.remove(key, entry);
            }
            entry.completeExceptionally(failure);
        }
    }

    private static void close(List<CompletableFuture<LoadedModel>> released) {
        for (CompletableFuture<LoadedModel> model : released) {
            var _ = model.thenAccept(LoadedModel::close); // one that could not be loaded has nothing to close
        }
    }
}
