package dev.charloom.web.openai;

import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelManifest;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Models as OpenAI's API has them.
@RestController
@Tag(name = ApiDescription.OPENAI)
@RequestMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
class OpenAiModelsController {

    private static final String OWNER = "charloom";

    private final ModelRepository repository;
    private final GenerationService generation;

    OpenAiModelsController(ModelRepository repository, GenerationService generation) {
        this.repository = repository;
        this.generation = generation;
    }

    /// A model.
    record ModelAnswer(
            @Schema(example = "dinosaurs") String id,
            String object,

            @Schema(description = "In seconds since 1970.") long created,

            @JsonProperty("owned_by") String ownedBy) {

        private static ModelAnswer of(String id, ModelManifest manifest) {
            return new ModelAnswer(id, "model", manifest.createdAt().getEpochSecond(), OWNER);
        }
    }

    /// All models.
    record ModelsAnswer(String object, List<ModelAnswer> data) {}

    /// What was deleted.
    record DeletedAnswer(String id, String object, boolean deleted) {}

    @Operation(
            operationId = "openAiListModels",
            summary = "List models",
            description = "The current version of each, in the order of their names.")
    @ApiResponse(responseCode = "200", description = "The models.", useReturnTypeSchema = true)
    @Problems({})
    @GetMapping
    ModelsAnswer list() {
        return new ModelsAnswer(
                "list",
                repository.models().stream()
                        .map(it -> ModelAnswer.of(it.name().value(), it))
                        .toList());
    }

    @Operation(
            operationId = "openAiFindModel",
            summary = "Show a model",
            description = "By its name, or `name:version`.")
    @ApiResponse(responseCode = "200", description = "The model.", useReturnTypeSchema = true)
    @Problems({MODEL_NOT_FOUND, MODEL_DAMAGED})
    @GetMapping("/{id}")
    ModelAnswer find(
            @Parameter(description = "The model, or `name:version`.", example = "dinosaurs") @PathVariable String id) {
        return ModelAnswer.of(id, repository.manifest(repository.resolve(ModelReference.parse(id))));
    }

    @Operation(
            operationId = "openAiDeleteModel",
            summary = "Delete a model",
            description = "With all its versions, for good.")
    @ApiResponse(responseCode = "200", description = "It is deleted.", useReturnTypeSchema = true)
    @Problems(MODEL_NOT_FOUND)
    @DeleteMapping("/{id}")
    DeletedAnswer delete(
            @Parameter(description = "The name of the model.", example = "dinosaurs") @PathVariable String id) {
        var deleted = new ModelName(id);
        repository.delete(deleted);
        generation.unload(deleted);
        return new DeletedAnswer(id, "model", true);
    }
}
