package dev.charloom.generation;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Models in memory: read and checked when first asked for; the least recently used one is let go where there would
/// be too many. What is under way with it is finished.
final class LoadedModels {

    /// Reads a model into memory.
    interface Loader {

        /// The model, ready to write.
        LoadedModel load(ModelKey key);
    }

    private final ModelKeys keys;
    private final Loader loader;
    private final int capacity;
    private final Map<ModelKey, CompletableFuture<LoadedModel>> models = new LinkedHashMap<>(16, 0.75f, true);

    /// @param capacity how many models stay in memory
    LoadedModels(ModelKeys keys, Loader loader, int capacity) {
        this.keys = keys;
        this.loader = loader;
        this.capacity = capacity;
    }

    /// The model that a request asks for.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if there is none
    /// @throws dev.charloom.repository.ModelDamaged if it is not what was published
    /// @throws EnsembleMismatch if the models of an ensemble do not fit together
    LoadedModel get(ModelChoice choice) {
        return get(keys.of(choice));
    }

    /// The model with these weights.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if it is gone
    /// @throws dev.charloom.repository.ModelDamaged if it is not what was published
    LoadedModel get(ModelKey key) {
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

    ModelKeys keys() {
        return keys;
    }

    /// Whether a version is in memory by itself.
    boolean isLoaded(ModelReference reference) {
        synchronized (models) {
            return models.entrySet().stream()
                    .anyMatch(entry -> entry.getKey() instanceof ModelKey.Version version
                            && version.reference().equals(reference)
                            && entry.getValue().isDone());
        }
    }

    /// Lets all versions of a model go, and what was mixed of them.
    void unload(ModelName name) {
        release(it -> it.concerns(name));
    }

    /// Lets everything go.
    void unloadAll() {
        release(_ -> true);
    }

    private void release(Predicate<ModelKey> which) {
        var released = new ArrayList<CompletableFuture<LoadedModel>>();
        synchronized (models) {
            models.entrySet().removeIf(entry -> which.test(entry.getKey()) && released.add(entry.getValue()));
        }
        close(released);
    }

    /// Enters a model that is not there. An older checkpoint of the same job is let go.
    ///
    /// @return the entry that is there; null if it is the fresh one now
    private @Nullable CompletableFuture<LoadedModel> enter(ModelKey key, CompletableFuture<LoadedModel> fresh) {
        var released = new ArrayList<CompletableFuture<LoadedModel>>();
        CompletableFuture<LoadedModel> present;
        synchronized (models) {
            present = models.get(key);
            if (present == null) {
                models.put(key, fresh);
            }
            if (key instanceof ModelKey.Checkpoint newer) {
                models.entrySet().removeIf(it -> newer.replaces(it.getKey()) && released.add(it.getValue()));
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

    private void load(ModelKey key, CompletableFuture<LoadedModel> entry) {
        try {
            entry.complete(loader.load(key));
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
