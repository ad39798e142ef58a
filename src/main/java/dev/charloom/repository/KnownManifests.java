package dev.charloom.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Manifests that were read and checked before. They hold for as long as the files are the same ones, unchanged, which
/// two looks at the directory tell: every request asks what it is served with, and reading costs a millisecond.
final class KnownManifests {

    /// What changes when a file is written, or another one takes its place.
    private record Stamp(@Nullable Object key, FileTime modified, long size) {
        /// Of a file that is missing: null.
        static @Nullable Stamp of(Path file) throws IOException {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
            } catch (NoSuchFileException e) {
                return null;
            }
        }
    }

    private record Known(@Nullable Stamp model, @Nullable Stamp checksums, ModelManifest manifest) {}

    private final Map<ModelReference, Known> known = new ConcurrentHashMap<>();

    /// The manifest of a version.
    ///
    /// @param reference with its number
    /// @param directory of the version
    /// @throws ModelDamaged if it is not what was published
    ModelManifest read(ModelReference reference, Path directory) throws IOException {
        @Nullable Stamp model = Stamp.of(directory.resolve(VersionFiles.MODEL));
        @Nullable Stamp checksums = Stamp.of(directory.resolve(VersionFiles.MANIFEST));
        Known earlier = known.get(reference);
        if (earlier != null && Objects.equals(earlier.model, model) && Objects.equals(earlier.checksums, checksums)) {
            return earlier.manifest;
        }
        ModelManifest manifest = new VersionFiles(directory).readManifest(reference);
        known.put(reference, new Known(model, checksums, manifest));
        return manifest;
    }

    /// Lets those of a model go.
    void forget(ModelName name) {
        known.keySet().removeIf(reference -> reference.name().equals(name));
    }
}
