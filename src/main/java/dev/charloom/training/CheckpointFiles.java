package dev.charloom.training;

import dev.charloom.repository.CheckedFiles;
import dev.charloom.repository.NamedTensor;
import dev.charloom.repository.SafetensorsArchive;
import dev.charloom.repository.StorageFailed;
import dev.charloom.storage.DurableFiles;
import dev.charloom.storage.Leftovers;
import dev.charloom.storage.Quarantine;
import dev.charloom.storage.StagingDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The checkpoints of one job: directories `<number>-<step>`, with an `s` behind the step of a scheduled one, whose
/// numbers ascend. Each has `state.json`, `weights.safetensors`, `best.safetensors` (the best weights so far),
/// `training.safetensors` (moments and carried states) and the manifest of their checksums.
///
/// A checkpoint appears as a whole or not at all, and is durable when [#save] returns. What turns out to be damaged
/// is put into `quarantine` beside the others, reported in the log, and an older one takes its place. What cannot be
/// read, which may be so for a moment only, stays where it is, and nothing older takes its place.
final class CheckpointFiles {

    private static final Logger log = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final String STATE = "state.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String BEST = "best.safetensors";
    private static final String REST = "training.safetensors";
    private static final Pattern NAME = Pattern.compile("(\\d{8})-(\\d{1,18})(s?)");
    private static final int BUFFER_BYTES = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// The content of `state.json`.
    private record Content(Instant createdAt, RunState state) {

        Content {
            Objects.requireNonNull(createdAt, "createdAt");
            Objects.requireNonNull(state, "state");
        }
    }

    /// A checkpoint by its name.
    private record Place(Path path, int number, long step, boolean scheduled) {}

    private final Path directory;
    private final Clock clock;

    /// @param directory created with the first checkpoint
    CheckpointFiles(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// Keeps a state with its tensors.
    ///
    /// @throws StorageFailed if it could not be made durable; nothing has changed then
    synchronized void save(RunState state, TrainingRun.Tensors tensors, boolean scheduled) {
        try {
            DurableFiles.createDirectories(directory);
            try (var staging = StagingDirectory.in(directory)) {
                var files = new CheckedFiles(staging.path());
                files.write(STATE, out -> out.write(JSON.writeValueAsBytes(new Content(clock.instant(), state))));
                files.write(WEIGHTS, out -> SafetensorsArchive.write(tensors.weights(), out));
                files.write(BEST, out -> SafetensorsArchive.write(tensors.best(), out));
                files.write(REST, out -> SafetensorsArchive.write(tensors.rest(), out));
                files.seal();
                String name = nameOf(nextNumber(), state.step(), scheduled);
                if (!staging.moveTo(directory.resolve(name))) {
                    throw new FileAlreadyExistsException(name);
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("a checkpoint could not be stored in " + directory, e);
        }
    }

    /// The newest sound checkpoint, read into tensors.
    ///
    /// @param scheduledOnly whether others are passed over
    /// @param tensors where the tensors of a state go; they are written to (modified)
    /// @return its state; null if there is none
    synchronized @Nullable RunState readNewest(boolean scheduledOnly, Function<RunState, TrainingRun.Tensors> tensors) {
        return newestSound(scheduledOnly, (place, state) -> {
            TrainingRun.Tensors into = tensors.apply(state);
            read(place, WEIGHTS, into.weights());
            read(place, BEST, into.best());
            read(place, REST, into.rest());
        });
    }

    /// The present weights of the newest sound checkpoint.
    ///
    /// @param weights written to (modified)
    /// @return its state; null if there is none
    synchronized @Nullable RunState readWeights(List<NamedTensor> weights) {
        return newestSound(false, (place, state) -> read(place, WEIGHTS, weights));
    }

    /// The weights that the newest sound checkpoint would publish.
    ///
    /// @param weights written to (modified)
    /// @return its state; null if there is none
    synchronized @Nullable RunState readBest(List<NamedTensor> weights) {
        return newestSound(false, (place, state) -> read(place, state.bestLoss() == null ? WEIGHTS : BEST, weights));
    }

    /// Reads from a checkpoint that has proved to be sound.
    private interface Reading {
        void from(Place place, RunState state) throws IOException;
    }

    private @Nullable RunState newestSound(boolean scheduledOnly, Reading reading) {
        for (Place place : newestFirst()) {
            if (scheduledOnly && !place.scheduled()) {
                continue;
            }
            try {
                String damage = new CheckedFiles(place.path()).damage();
                if (damage != null) {
                    setAside(place, damage);
                    continue;
                }
                RunState state = content(place).state();
                reading.from(place, state);
                return state;
            } catch (IOException e) {
                throw new StorageFailed(place.path() + " could not be read", e);
            }
        }
        return null;
    }

    private static void read(Place place, String file, List<NamedTensor> tensors) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(place.path().resolve(file)), BUFFER_BYTES)) {
            SafetensorsArchive.read(tensors, in);
        }
    }

    /// Checkpoints, the latest last; one that cannot be understood is left out.
    synchronized List<CheckpointInfo> list() {
        var infos = new ArrayList<CheckpointInfo>();
        for (Place place : newestFirst().reversed()) {
            try {
                Content content = content(place);
                RunState state = content.state();
                Evaluation best = state.bestEvaluation();
                infos.add(new CheckpointInfo(
                        place.step(),
                        content.createdAt(),
                        place.scheduled(),
                        bytes(place),
                        state.bestLoss(),
                        state.bestLoss() == null || best == null ? null : best.step()));
            } catch (JacksonException e) {
                log.warn("Checkpoint {} cannot be listed: {}", place.path(), e.getOriginalMessage());
            } catch (IOException e) {
                log.warn("Checkpoint {} cannot be listed: {}", place.path(), e.toString());
            }
        }
        return infos;
    }

    /// Deletes old checkpoints: all but the newest `keep` and the newest scheduled one.
    synchronized void prune(int keep) {
        List<Place> places = newestFirst();
        Place scheduled = places.stream().filter(Place::scheduled).findFirst().orElse(null);
        places.stream().skip(keep).filter(place -> !place.equals(scheduled)).forEach(this::delete);
    }

    /// Deletes what was kept after the newest scheduled checkpoint.
    synchronized void forgetAfterScheduled() {
        for (Place place : newestFirst()) {
            if (place.scheduled()) {
                return;
            }
            delete(place);
        }
    }

    /// Deletes all checkpoints.
    synchronized void clear() {
        newestFirst().reversed().forEach(this::delete);
    }

    /// Removes what a crash left half-written.
    synchronized void sweep() {
        try {
            if (Files.isDirectory(directory)) {
                Leftovers.sweep(directory);
            }
        } catch (IOException e) {
            log.warn("Leftovers in {} could not be removed", directory, e);
        }
    }

    private void delete(Place place) {
        try {
            DurableFiles.delete(place.path());
        } catch (IOException e) {
            log.warn("Checkpoint {} could not be deleted", place.path(), e);
        }
    }

    private void setAside(Place place, String damage) {
        log.error("Checkpoint {} is damaged and set aside: {}", place.path(), damage);
        try {
            Quarantine.setAside(place.path());
        } catch (IOException e) {
            log.error("Checkpoint {} could not be set aside", place.path(), e);
        }
    }

    private static Content content(Place place) throws IOException {
        Content content = JSON.readValue(Files.readAllBytes(place.path().resolve(STATE)), Content.class);
        if (content == null) {
            throw new IOException(STATE + " is empty");
        }
        return content;
    }

    private static long bytes(Place place) throws IOException {
        long bytes = 0;
        for (String file : List.of(STATE, WEIGHTS, BEST, REST)) {
            bytes += Files.size(place.path().resolve(file));
        }
        return bytes;
    }

    /// What [#NAME] matches: in the digits of no country, as the default locale may have others.
    private static String nameOf(int number, long step, boolean scheduled) {
        return String.format(Locale.ROOT, "%08d-%d%s", number, step, scheduled ? "s" : "");
    }

    private int nextNumber() {
        List<Place> places = newestFirst();
        return places.isEmpty() ? 1 : places.getFirst().number() + 1;
    }

    private List<Place> newestFirst() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var places = new ArrayList<Place>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    places.add(new Place(
                            entry,
                            Integer.parseInt(name.group(1)),
                            Long.parseLong(name.group(2)),
                            !name.group(3).isEmpty()));
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("the checkpoints in " + directory + " could not be listed", e);
        }
        places.sort(Comparator.comparingInt(Place::number).reversed());
        return places;
    }
}
