package dev.charloom.ops;

import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.storage.Quarantine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Ready: the models can be read, and models and jobs written. Damaged models are named, but hinder nothing else; that
/// there is no model at all hinders nothing either.
///
/// Whether the directories can be used is looked at every time. Counting thousands of models, and finding what has
/// been set aside among thousands of jobs, takes longer than a probe may: where it does, what was found the time
/// before is told, and looked for again meanwhile.
@Component
class ModelsHealthIndicator implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ModelsHealthIndicator.class);

    private static final String DATA = "charloom.data-dir";
    private static final long PROMPT_NANOS = 100_000_000;

    private final ModelRepository repository;
    private final Map<String, Path> directories = new LinkedHashMap<>();
    private final LongSupplier nanoTime;
    private final Executor background;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable Found latest;

    /// What a look has found.
    ///
    /// @param models null if they cannot be read
    /// @param nanos how long the look took
    private record Found(@Nullable Integer models, List<String> quarantine, long nanos) {}

    @Autowired
    ModelsHealthIndicator(
            ModelRepository repository,
            @Value("${charloom.models-dir}") Path models,
            @Value("${charloom.data-dir}") Path data) {
        this(repository, models, data, System::nanoTime, Thread::startVirtualThread);
    }

    /// @param background runs what nobody waits for
    ModelsHealthIndicator(
            ModelRepository repository, Path models, Path data, LongSupplier nanoTime, Executor background) {
        this.repository = repository;
        this.nanoTime = nanoTime;
        this.background = background;
        directories.put("charloom.models-dir", models);
        directories.put(DATA, data);
    }

    @Override
    public Health health() {
        List<String> unusable = directories.entrySet().stream()
                .filter(directory -> !isUsable(directory.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!unusable.isEmpty()) {
            return Health.down().withDetail("notReadableAndWritable", unusable).build();
        }
        Found found = latest;
        if (found == null || found.nanos < PROMPT_NANOS) {
            found = look();
        } else if (looking.compareAndSet(false, true)) {
            background.execute(this::lookAgain);
        }
        return health(found);
    }

    private void lookAgain() {
        try {
            look();
        } finally {
            looking.set(false);
        }
    }

    private Found look() {
        long begun = nanoTime.getAsLong();
        Integer models = count();
        List<String> quarantine = models == null ? List.of() : quarantine();
        var found = new Found(models, quarantine, nanoTime.getAsLong() - begun);
        latest = found;
        return found;
    }

    private @Nullable Integer count() {
        try {
            return repository.models().size();
        } catch (RuntimeException e) {
            log.error("The models cannot be read", e);
            return null;
        }
    }

    private Health health(Found found) {
        if (found.models == null) {
            return Health.down()
                    .withDetail("reason", "the models cannot be read")
                    .build();
        }
        List<String> damaged = repository.damaged().keySet().stream()
                .map(ModelReference::toString)
                .sorted()
                .toList();
        return Health.up()
                .withDetail("models", found.models)
                .withDetail("damaged", damaged)
                .withDetail("quarantine", found.quarantine)
                .build();
    }

    /// What has been set aside: versions of models, and files of jobs.
    private List<String> quarantine() {
        List<String> ofModels = repository.quarantined();
        List<String> ofJobs = Quarantine.below(Objects.requireNonNull(directories.get(DATA)));
        return Stream.concat(
                        ofModels.stream().map(it -> "models/" + it),
                        ofJobs.stream().map(it -> "data/" + it))
                .toList();
    }

    private static boolean isUsable(Path directory) {
        return Files.isDirectory(directory) && Files.isReadable(directory) && Files.isWritable(directory);
    }
}
