package dev.charloom.repository;

import dev.charloom.storage.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The files of a version outside a repository, on the way from one to another.
public final class VersionArchive {

    /// The names of all files that a version may have, with the most bytes that one from elsewhere may have. Those that
    /// are read into memory as a whole have limits of their own; for the others, their archive's limit holds.
    public static final Map<String, Long> FILES = Map.of(
            VersionFiles.MODEL, 8L << 20,
            VersionFiles.HISTORY, 4L << 20,
            VersionFiles.MANIFEST, 64L << 10,
            VersionFiles.WEIGHTS, Long.MAX_VALUE,
            VersionFiles.NOVELTY, 512L << 20);

    /// Takes the files of a version, one after the other.
    @FunctionalInterface
    public interface Sink {
        void take(String name, DurableFiles.Content content) throws IOException;
    }

    private VersionArchive() {}

    /// Hands the files of a version to `sink`, the manifest of their checksums last. The same version gives the same
    /// bytes.
    public static void write(StoredVersion version, Sink sink) throws IOException {
        byte[] novelty = version.novelty();
        DurableFiles.Content content = novelty == null ? null : out -> out.write(novelty);
        VersionFiles.write(version.manifest(), version.parameters(), version.history(), content, sink::take);
    }

    /// Reads the files of a version after every file was compared with its checksum, and the sizes in the weights'
    /// header with the shape and with the size of the file, before anything is allocated for them.
    ///
    /// @throws ModelDamaged if they are not those of a version
    public static StoredVersion read(Path directory) throws IOException {
        var files = new VersionFiles(directory);
        var incoming = new ModelReference(new ModelName("archive"), 1);
        StoredModel model = files.read(incoming);
        List<String> history = files.readHistory(incoming);
        byte[] novelty = files.readNovelty(incoming).orElse(null);
        return new StoredVersion(files.readOwnManifest(incoming), model.parameters(), history, novelty);
    }
}
