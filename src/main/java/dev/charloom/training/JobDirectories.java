package dev.charloom.training;

import dev.charloom.repository.StorageFailed;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the files of each job are: `<directory>/<id>/`, beside the job itself, `<directory>/<id>.json`.
final class JobDirectories {

    private static final Logger log = LoggerFactory.getLogger(JobDirectories.class);

    private final Path directory;
    private final Clock clock;

    JobDirectories(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// The directory of a job, created if missing.
    JobFiles of(JobId id) {
        return JobFiles.of(id, directory, clock);
    }

    /// Deletes directories whose jobs are gone: a job is deleted before its directory. One whose job is there but
    /// cannot be read stays.
    void deleteOrphans() {
        try (var entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (JobId.isValid(name)
                        && !name.equals(Quarantine.NAME)
                        && !Files.exists(directory.resolve(name + ".json"))) {
                    log.info("{} belongs to no job and is deleted", entry);
                    DurableFiles.delete(entry);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("the jobs in " + directory + " could not be tidied", e);
        }
    }
}
