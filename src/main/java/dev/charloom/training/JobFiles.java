package dev.charloom.training;

import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.StorageFailed;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Leftovers;
import dev.charloom.storage.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The directory of one job: `events.jsonl`, `checkpoints`, `draft.json`, the manifest of the model that it makes, and
/// `submission.json`, the idempotency key of its request.
final class JobFiles {

    private static final Logger log = LoggerFactory.getLogger(JobFiles.class);
    private static final String DRAFT = "draft.json";
    private static final String SUBMISSION = "submission.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path directory;
    private final EventLog events;
    private final CheckpointFiles checkpoints;

    private JobFiles(Path directory, Clock clock) {
        this.directory = directory;
        this.events = new EventLog(directory.resolve("events.jsonl"), clock);
        this.checkpoints = new CheckpointFiles(directory.resolve("checkpoints"), clock);
    }

    /// The directory of a job, created if missing. Something else under its name is set aside.
    ///
    /// @param jobs where the directories of all jobs are
    static JobFiles of(JobId id, Path jobs, Clock clock) {
        try {
            Path directory = jobs.resolve(id.value());
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
                log.error("{} is no directory and set aside in {}", directory, Quarantine.setAside(directory));
            }
            DurableFiles.createDirectories(directory);
            return new JobFiles(directory, clock);
        } catch (IOException e) {
            throw new StorageFailed("the directory of job " + id + " could not be created", e);
        }
    }

    EventLog events() {
        return events;
    }

    CheckpointFiles checkpoints() {
        return checkpoints;
    }

    /// Keeps the idempotency key of the request; it counts as soon as the job is stored.
    void saveSubmission(Submission submission) {
        try {
            DurableFiles.replace(directory.resolve(SUBMISSION), JSON.writeValueAsBytes(submission));
        } catch (IOException e) {
            throw new StorageFailed("the submission in " + directory + " could not be stored", e);
        }
    }

    /// The idempotency key of the request; null if it had none, or none that can be read.
    @Nullable
    Submission submission() {
        return read(SUBMISSION, Submission.class);
    }

    /// Keeps the manifest of the model in the making.
    void saveDraft(ModelManifest draft) {
        try {
            DurableFiles.replace(directory.resolve(DRAFT), JSON.writeValueAsBytes(draft));
        } catch (IOException e) {
            throw new StorageFailed("the draft in " + directory + " could not be stored", e);
        }
    }

    /// The manifest of the model in the making; null if there is none that can be read.
    @Nullable
    ModelManifest draft() {
        ModelManifest draft = read(DRAFT, ModelManifest.class);
        try {
            if (draft != null) {
                draft.shape().toModelShape();
            }
            return draft;
        } catch (IllegalArgumentException e) {
            log.warn("{} in {} is damaged: {}", DRAFT, directory, e.getMessage());
            return null;
        }
    }

    private <T> @Nullable T read(String name, Class<T> type) {
        try {
            return JSON.readValue(Files.readAllBytes(directory.resolve(name)), type);
        } catch (NoSuchFileException e) {
            return null;
        } catch (JacksonException e) {
            log.warn("{} in {} is damaged: {}", name, directory, e.getOriginalMessage());
            return null;
        } catch (IOException e) {
            log.warn("{} in {} cannot be read: {}", name, directory, e.toString());
            return null;
        }
    }

    /// Removes what a crash left half-written or half-deleted.
    void sweep() {
        try {
            Leftovers.sweep(directory);
        } catch (IOException e) {
            log.warn("Leftovers in {} could not be removed", directory, e);
        }
        checkpoints.sweep();
    }

    /// Deletes everything. A job that has just ended may be clearing its checkpoints, which is waited for.
    void delete() {
        try {
            synchronized (checkpoints) {
                if (Files.exists(directory)) {
                    DurableFiles.delete(directory);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed(directory + " could not be deleted", e);
        }
    }
}
