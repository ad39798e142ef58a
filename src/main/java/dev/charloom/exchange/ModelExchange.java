package dev.charloom.exchange;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.repository.StoredVersion;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Leftovers;
import dev.charloom.storage.StagingDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Hands versions of models out, and takes those of others in.
public final class ModelExchange {

    private static final ModelName UNNAMED = new ModelName("imported");

    private final ModelRepository repository;
    private final Path directory;
    private final Clock clock;

    /// Removes what a crash left half-written.
    ///
    /// @param directory for archives that are being unpacked; created with the first one
    ModelExchange(ModelRepository repository, Path directory, Clock clock) throws IOException {
        this.repository = repository;
        this.directory = directory;
        this.clock = clock;
        if (Files.isDirectory(directory)) {
            Leftovers.sweep(directory);
        }
    }

    /// All that is stored of a version, checked, to be written in a format.
    ///
    /// @throws dev.charloom.repository.ModelNotFound if there is none
    /// @throws dev.charloom.repository.ModelDamaged if it is not what was published
    public StoredVersion take(ModelReference reference) {
        return repository.version(reference);
    }

    /// Publishes what a file holds as a version, which is current when this returns.
    ///
    /// @param name of the model; null for the name that the file has
    /// @param in read to its end and not closed
    /// @throws ImportRejected if the file is not what the format asks for; nothing has changed then
    /// @throws ArchiveTooLarge if it goes over a limit; nothing has changed then
    public ModelReference publish(ModelFormat format, @Nullable ModelName name, InputStream in) throws IOException {
        DurableFiles.createDirectories(directory);
        StoredVersion version;
        try (var scratch = StagingDirectory.in(directory)) {
            version = format.read(name == null ? UNNAMED : name, in, scratch.path());
        }
        ImportedVersions.check(version);
        return publish(version, name == null ? version.manifest().name() : name);
    }

    private ModelReference publish(StoredVersion version, ModelName name) {
        Instant now = clock.instant(); // what is in memory is known by name, number and time
        byte[] novelty = version.novelty();
        int number = repository.publish(
                version.manifest().draft(name, now),
                version.parameters(),
                version.history(),
                novelty == null ? null : out -> out.write(novelty));
        return new ModelReference(name, number);
    }
}
