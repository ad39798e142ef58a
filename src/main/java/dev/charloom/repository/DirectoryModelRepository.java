package dev.charloom.repository;

import dev.charloom.engine.Parameters;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Leftovers;
import dev.charloom.storage.Quarantine;
import dev.charloom.storage.Shortage;
import dev.charloom.storage.StagingDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Models as directories: `<models>/<name>/<version>/`, and `<models>/<name>/current` with the number of the version
/// that is served.
///
/// A version is staged beside its target and moved into place as a whole; several processes may publish into the same
/// directory. What lies about in it besides, or is damaged, is passed over and hinders nothing.
public final class DirectoryModelRepository implements ModelRepository {

    private static final Logger log = LoggerFactory.getLogger(DirectoryModelRepository.class);
    private static final String CURRENT = "current";
    private static final int ATTEMPTS = 20; // one is lost each time that the model is deleted meanwhile
    private static final String VERSION = "[1-9][0-9]{0,8}";

    private final Path directory;
    private final KnownManifests manifests = new KnownManifests();
    private final Map<ModelReference, String> damaged = new ConcurrentHashMap<>();

    /// Opens a directory of models, removes what a crash left half-written, and sets aside what is damaged: every file
    /// of every version is read once.
    ///
    /// @param directory created if missing
    public DirectoryModelRepository(Path directory) {
        this.directory = directory;
        try {
            DurableFiles.createDirectories(directory);
            Leftovers.sweep(directory);
            names().parallelStream().forEach(this::tidy);
        } catch (IOException | UncheckedIOException e) {
            throw new StorageFailed("the models in " + directory + " cannot be read or written", e);
        }
    }

    private void tidy(ModelName name) {
        try {
            Leftovers.sweep(directory.resolve(name.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        versions(name).forEach(version -> setAsideIfDamaged(new ModelReference(name, version)));
    }

    /// A version whose files are not those of its manifest goes into `quarantine/`; one of a format that a later
    /// program has written stays, and is passed over.
    private void setAsideIfDamaged(ModelReference reference) {
        try {
            Path version = directoryOf(reference);
            ModelDamaged damage = new VersionFiles(version).damage(reference);
            if (damage != null) {
                Path place = Quarantine.setAside(version);
                log.error("{}; it is set aside in {}", damage.getMessage(), place);
            }
        } catch (ModelNotFound e) {
            log.debug("{} has gone meanwhile", reference);
        } catch (IOException e) {
            log.error("{} cannot be checked or set aside", reference, e);
        }
    }

    @Override
    public List<String> quarantined() {
        return names().stream() // each alone: a model may be named as quarantines are
                .flatMap(name -> Quarantine.in(directory.resolve(name.value())).stream()
                        .map(place -> name.value() + "/" + Quarantine.NAME + "/" + place))
                .toList();
    }

    @Override
    public List<ModelManifest> models() {
        var models = new ArrayList<ModelManifest>();
        for (ModelName name : names()) {
            for (int version : candidates(name)) {
                ModelManifest manifest = readable(new ModelReference(name, version));
                if (manifest != null) {
                    models.add(manifest);
                    break;
                }
            }
        }
        return models;
    }

    /// The version that `current` names, then the others from the newest on.
    private List<Integer> candidates(ModelName name) {
        Integer current = pointer(name);
        return versions(name).stream()
                .sorted(Comparator.comparing((Integer version) -> !version.equals(current))
                        .thenComparing(Comparator.reverseOrder()))
                .toList();
    }

    /// What `model.json` says; null if it cannot be read, or any file of the version was found damaged before.
    private @Nullable ModelManifest readable(ModelReference reference) {
        if (damaged.containsKey(reference)) {
            return null;
        }
        try {
            return manifest(reference);
        } catch (ModelDamaged | ModelNotFound | StorageFailed e) {
            return null;
        }
    }

    @Override
    public List<Integer> versions(ModelName name) {
        return children(directory.resolve(name.value()), child -> child.matches(VERSION)).stream()
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    @Override
    public ModelReference resolve(@Nullable ModelReference reference) {
        if (reference == null) {
            return models().stream()
                    .max(Comparator.comparing(ModelManifest::createdAt))
                    .map(ModelManifest::reference)
                    .orElseThrow(ModelNotFound::none);
        }
        Integer version = reference.version();
        if (version != null) {
            directoryOf(reference);
            return reference;
        }
        List<Integer> candidates = candidates(reference.name());
        if (candidates.isEmpty()) {
            throw ModelNotFound.named(reference);
        }
        for (int candidate : candidates) {
            if (readable(new ModelReference(reference.name(), candidate)) != null) {
                return new ModelReference(reference.name(), candidate);
            }
        }
        return new ModelReference(reference.name(), candidates.getFirst());
    }

    @Override
    public ModelManifest manifest(ModelReference reference) {
        return reading(reference, (version, resolved) -> manifests.read(resolved, version));
    }

    @Override
    public StoredModel load(ModelReference reference) {
        StoredModel model = reading(reference, (version, resolved) -> new VersionFiles(version).read(resolved));
        damaged.remove(model.manifest().reference()); // someone may have repaired it
        return model;
    }

    @Override
    public List<String> history(ModelReference reference) {
        return reading(reference, (version, resolved) -> new VersionFiles(version).readHistory(resolved));
    }

    @Override
    public Optional<byte[]> novelty(ModelReference reference) {
        return reading(reference, (version, resolved) -> new VersionFiles(version).readNovelty(resolved));
    }

    /// Reads something of a version.
    private interface Reading<T> {
        T of(Path version, ModelReference reference) throws IOException;
    }

    private <T> T reading(ModelReference reference, Reading<T> reading) {
        ModelReference resolved = reference.version() == null ? resolve(reference) : reference;
        Path version = directoryOf(resolved);
        try {
            return reading.of(version, resolved);
        } catch (ModelDamaged e) {
            if (damaged.put(resolved, String.valueOf(e.getMessage())) == null) {
                log.error("{}; it is not served", e.getMessage());
            }
            throw e;
        } catch (NoSuchFileException e) { // deleted by another
            throw ModelNotFound.named(resolved);
        } catch (IOException e) {
            throw new StorageFailed("model " + resolved + " could not be read", e);
        }
    }

    @Override
    public int publish(
            ModelManifest draft, Parameters weights, List<String> history, DurableFiles.@Nullable Content novelty) {
        for (int attempt = 1; ; attempt++) {
            try {
                return stageAndMove(draft, weights, history, novelty);
            } catch (IOException e) {
                boolean deleted = e instanceof NoSuchFileException; // with what was staged; the model is made anew
                if (!deleted || attempt == ATTEMPTS) {
                    throw new StorageFailed("a version of model " + draft.name() + " could not be published", e);
                }
            }
        }
    }

    private int stageAndMove(
            ModelManifest draft, Parameters weights, List<String> history, DurableFiles.@Nullable Content novelty)
            throws IOException {
        Path model = directory.resolve(draft.name().value());
        DurableFiles.createDirectories(model);
        int version = nextVersion(draft.name());
        while (true) {
            try (StagingDirectory staging = StagingDirectory.in(model)) {
                new VersionFiles(staging.path()).write(draft.published(version), weights, history, novelty);
                if (staging.moveTo(model.resolve(Integer.toString(version)))) {
                    point(draft.name(), version);
                    return version;
                }
            }
            version++; // another process was faster
        }
    }

    private int nextVersion(ModelName name) {
        Path model = directory.resolve(name.value());
        List<String> aside = children(model.resolve(Quarantine.NAME), child -> child.matches(VERSION));
        return Stream.concat(versions(name).stream(), aside.stream().map(Integer::valueOf))
                        .max(Comparator.naturalOrder())
                        .orElse(0)
                + 1; // a number is never given twice
    }

    @Override
    public void makeCurrent(ModelName name, int version) {
        directoryOf(new ModelReference(name, version));
        try {
            point(name, version);
        } catch (NoSuchFileException e) { // deleted by another
            throw ModelNotFound.named(new ModelReference(name, version));
        } catch (IOException e) {
            throw new StorageFailed("version " + version + " of model " + name + " could not be made current", e);
        }
    }

    private void point(ModelName name, int version) throws IOException {
        byte[] number = (version + "\n").getBytes(StandardCharsets.UTF_8);
        DurableFiles.replace(directory.resolve(name.value()).resolve(CURRENT), number);
    }

    private @Nullable Integer pointer(ModelName name) {
        try {
            String text = Files.readString(directory.resolve(name.value()).resolve(CURRENT))
                    .strip();
            return text.matches(VERSION) ? Integer.valueOf(text) : null;
        } catch (IOException e) { // none, or unreadable: the newest version is served
            if (Shortage.behind(e) == Shortage.OPEN_FILES) {
                throw new StorageFailed("the current version of model " + name + " could not be read", e);
            }
            return null;
        }
    }

    @Override
    public void delete(ModelName name) {
        try {
            DurableFiles.delete(modelDirectory(name));
            manifests.forget(name);
            damaged.keySet().removeIf(reference -> reference.name().equals(name));
        } catch (NoSuchFileException e) {
            throw ModelNotFound.named(new ModelReference(name, null));
        } catch (IOException e) {
            throw new StorageFailed("model " + name + " could not be deleted", e);
        }
    }

    @Override
    public Map<ModelReference, String> damaged() {
        return Map.copyOf(damaged);
    }

    private List<ModelName> names() {
        return children(directory, ModelName::isValid).stream()
                .map(ModelName::new)
                .sorted()
                .toList();
    }

    private Path modelDirectory(ModelName name) {
        Path model = directory.resolve(name.value());
        if (!Files.isDirectory(model)) {
            throw ModelNotFound.named(new ModelReference(name, null));
        }
        return model;
    }

    private Path directoryOf(ModelReference reference) {
        Path version = directory.resolve(reference.name().value()).resolve(String.valueOf(reference.version()));
        if (!Files.isDirectory(version)) {
            throw ModelNotFound.named(reference);
        }
        return version;
    }

    /// The names of the directories in `parent` that are wanted; none if it cannot be read. That the service has
    /// too many files open says nothing of what is there.
    private static List<String> children(Path parent, Predicate<String> wanted) {
        var names = new ArrayList<String>();
        try (var paths = Files.newDirectoryStream(parent)) {
            for (Path path : paths) {
                String name = path.getFileName().toString();
                if (wanted.test(name) && Files.isDirectory(path)) {
                    names.add(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            if (Shortage.behind(e) == Shortage.OPEN_FILES) {
                throw new StorageFailed(parent + " could not be listed", e);
            }
            return List.of();
        }
        return names;
    }
}
