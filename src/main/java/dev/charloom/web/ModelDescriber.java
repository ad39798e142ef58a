package dev.charloom.web;

import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gathers what is told of a model.
@Component
class ModelDescriber {

    private final ModelRepository repository;
    private final GenerationService generation;
    private final LayerTables layers;
    private final JsonMapper mapper;

    ModelDescriber(ModelRepository repository, GenerationService generation, LayerTables layers, JsonMapper mapper) {
        this.repository = repository;
        this.generation = generation;
        this.layers = layers;
        this.mapper = mapper;
    }

    ModelSummary summarise(ModelManifest manifest) {
        var version = new ModelReference(manifest.name(), manifest.version());
        return ModelSummary.of(
                manifest, repository.versions(manifest.name()), parameterCount(manifest), generation.isLoaded(version));
    }

    /// @param reference without a version for the current one
    ModelResponse describe(ModelReference reference) {
        ModelReference current = repository.resolve(new ModelReference(reference.name(), null));
        ModelReference wanted = reference.version() == null ? current : reference;
        ModelManifest manifest = repository.manifest(wanted);
        List<JsonNode> history =
                repository.history(wanted).stream().map(mapper::readTree).toList();
        return ModelResponse.of(summarise(manifest), current.version(), manifest, layers.of(manifest.shape()), history);
    }

    private long parameterCount(ModelManifest manifest) {
        return layers.of(manifest.shape()).stream()
                .mapToLong(LayerTables.Layer::parameters)
                .sum();
    }
}
