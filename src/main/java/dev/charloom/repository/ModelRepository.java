package dev.charloom.repository;

import dev.charloom.engine.Parameters;
import dev.charloom.storage.DurableFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Published models. A version never changes; one version of each model is current: it is served where no version is
/// asked for.
public interface ModelRepository {

    /// The current versions of all models, in the order of their names. What cannot be read is left out, see
    /// [#damaged].
    List<ModelManifest> models();

    /// The versions of a model, ascending; empty if there is no such model.
    List<Integer> versions(ModelName name);

    /// The name and version that a reference means.
    ///
    /// @param reference null for the current version that was created last of all
    /// @throws ModelNotFound if there is none
    ModelReference resolve(@Nullable ModelReference reference);

    /// What `model.json` says.
    ///
    /// @throws ModelNotFound if there is none
    /// @throws ModelDamaged if it is not what was published
    ModelManifest manifest(ModelReference reference);

    /// A version with its weights; every file is compared with its checksum first.
    ///
    /// @throws ModelNotFound if there is none
    /// @throws ModelDamaged if a file is not what was published
    StoredModel load(ModelReference reference);

    /// The training history of a version, one JSON object a line.
    ///
    /// @throws ModelNotFound if there is none
    List<String> history(ModelReference reference);

    /// Publishes a version: durable and current when this returns.
    ///
    /// @param draft its version is not read
    /// @param history one JSON object a line
    /// @return the number of the version
    /// @throws StorageFailed if it could not be made durable; nothing has changed then
    default int publish(ModelManifest draft, Parameters weights, List<String> history) {
        return publish(draft, weights, history, null);
    }

    /// As [#publish(ModelManifest, Parameters, List)], with what tells whether a text stands in the training corpus.
    ///
    /// @param novelty null if nobody knows
    int publish(ModelManifest draft, Parameters weights, List<String> history, DurableFiles.@Nullable Content novelty);

    /// What tells whether a text stands in the training corpus of a version, as it was published; empty if it was
    /// published without.
    ///
    /// @throws ModelNotFound if there is none
    /// @throws ModelDamaged if it is not what was published
    Optional<byte[]> novelty(ModelReference reference);

    /// All that is stored of a version; every file is compared with its checksum first.
    ///
    /// @throws ModelNotFound if there is none
    /// @throws ModelDamaged if a file is not what was published
    default StoredVersion version(ModelReference reference) {
        StoredModel model = load(reference);
        ModelReference found = model.manifest().reference();
        byte[] novelty = novelty(found).orElse(null);
        return new StoredVersion(model.manifest(), model.parameters(), history(found), novelty);
    }

    /// Makes a version current.
    ///
    /// @throws ModelNotFound if there is none
    void makeCurrent(ModelName name, int version);

    /// Deletes a model with all its versions.
    ///
    /// @throws ModelNotFound if there is none
    void delete(ModelName name);

    /// Versions that were found not to be what was published, each with the reason.
    Map<ModelReference, String> damaged();

    /// Versions that were damaged when the repository was opened, and have been set aside since: their places.
    default List<String> quarantined() {
        return List.of();
    }
}
