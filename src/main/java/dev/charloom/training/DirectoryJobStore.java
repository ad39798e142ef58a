package dev.charloom.training;

import dev.charloom.repository.StorageFailed;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Leftovers;
import dev.charloom.storage.Quarantine;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Keeps each job as `<directory>/<id>.json`, replaced as a whole at every change.
final class DirectoryJobStore implements JobStore {

    private static final Logger log = LoggerFactory.getLogger(DirectoryJobStore.class);
    private static final String SUFFIX = ".json";

    private final Path directory;
    private volatile boolean unreadable;
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES) // a parameter that is newer than the job is off
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /// Opens a directory of jobs, and removes what a crash left half-written.
    ///
    /// @param directory created if missing
    DirectoryJobStore(Path directory) throws IOException {
        this.directory = directory;
        DurableFiles.createDirectories(directory);
        Leftovers.sweep(directory);
    }

    @Override
    public List<Job> all() {
        unreadable = false;
        return files().parallelStream() // thousands of jobs are most of a start
                .map(this::read)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(Job::id))
                .toList();
    }

    private List<Path> files() {
        var all = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            files.forEach(all::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new StorageFailed("the jobs in " + directory + " could not be listed", e);
        }
        return all;
    }

    /// A job that cannot be read is set aside with its files, and the others go on. A copy under another name is no
    /// job.
    ///
    /// @return null if there is no job in the file
    private @Nullable Job read(Path file) {
        try {
            Job job = json.readValue(Files.readAllBytes(file), Job.class);
            if (job == null) {
                log.error("{} holds no job and is set aside", file);
                setAside(file);
                return null;
            }
            if (!pathOf(job.id()).equals(file)) {
                log.error("{} is not the job of its name and is left out", file);
                return null;
            }
            return job;
        } catch (JacksonException e) {
            log.error("The job in {} is damaged and set aside: {}", file, e.getOriginalMessage());
            setAside(file);
        } catch (IOException e) {
            unreadable = true;
            log.error("The job in {} cannot be read and is left out", file, e);
        }
        return null;
    }

    @Override
    public boolean hidesJobs() {
        try {
            return unreadable || Quarantine.isIn(directory);
        } catch (IOException e) {
            log.error("What was set aside in {} cannot be listed", directory, e);
            return true;
        }
    }

    private void setAside(Path file) {
        String name = file.getFileName().toString();
        Path files = file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()));
        try {
            if (Files.isDirectory(files)) { // first: a directory without its job would be deleted
                Quarantine.setAside(files);
            }
            Quarantine.setAside(file);
        } catch (IOException e) {
            unreadable = true;
            log.error("{} could not be set aside", file, e);
        }
    }

    @Override
    public void save(Job job) {
        try {
            DurableFiles.replace(pathOf(job.id()), json.writeValueAsBytes(job));
        } catch (IOException e) {
            throw new StorageFailed("job " + job.id() + " could not be stored", e);
        }
    }

    @Override
    public void delete(JobId id) {
        try {
            if (Files.deleteIfExists(pathOf(id))) {
                DurableFiles.forceDirectory(directory);
            }
        } catch (IOException e) {
            throw new StorageFailed("job " + id + " could not be deleted", e);
        }
    }

    private Path pathOf(JobId id) {
        return directory.resolve(id.value() + SUFFIX);
    }
}
