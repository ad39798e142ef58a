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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Ready: the models can be read, and models and jobs written. Damaged models are named, but hinder nothing else; that
/// there is no model at all hinders nothing either.
@Component
class ModelsHealthIndicator implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ModelsHealthIndicator.class);

    private static final String DATA = "charloom.data-dir";

    private final ModelRepository repository;
    private final Map<String, Path> directories = new LinkedHashMap<>();

    ModelsHealthIndicator(
            ModelRepository repository,
            @Value("${charloom.models-dir}") Path models,
            @Value("${charloom.data-dir}") Path data) {
        this.repository = repository;
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
        try {
            return up();
        } catch (RuntimeException e) {
            log.error("The models cannot be read", e);
            return Health.down()
                    .withDetail("reason", "the models cannot be read")
                    .build();
        }
    }

    private Health up() {
        int models = repository.models().size();
        List<String> damaged = repository.damaged().keySet().stream()
                .map(ModelReference::toString)
                .sorted()
                .toList();
        return Health.up()
                .withDetail("models", models)
                .withDetail("damaged", damaged)
                .withDetail("quarantine", quarantine())
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
