package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.STORAGE_FULL;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;

import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Shows and deletes models, and chooses which version is served.
@RestController
@Tag(name = ApiDescription.MODELS)
@RequestMapping(path = "/models", produces = MediaType.APPLICATION_JSON_VALUE)
class ModelsController {

    private final ModelRepository repository;
    private final ModelDescriber describer;
    private final GenerationService generation;

    ModelsController(ModelRepository repository, ModelDescriber describer, GenerationService generation) {
        this.repository = repository;
        this.describer = describer;
        this.generation = generation;
    }

    @Operation(
            operationId = "listModels",
            summary = "List models",
            description = "The current version of each, in the order of their names. Damaged models are left out.")
    @ApiResponse(responseCode = "200", description = "The models.", useReturnTypeSchema = true)
    @Problems({})
    @GetMapping
    ModelsResponse list() {
        return new ModelsResponse(
                repository.models().stream().map(describer::summarise).toList());
    }

    @Operation(
            operationId = "findModel",
            summary = "Show a model",
            description = "Its layers, its characters, what it was trained on and how that went.")
    @ApiResponse(responseCode = "200", description = "The model.", useReturnTypeSchema = true)
    @Problems({MODEL_NOT_FOUND, INVALID_VALUE, MODEL_DAMAGED})
    @GetMapping("/{name}")
    ModelResponse find(
            @Parameter(description = "The name of the model.", example = "dinosaurs") @PathVariable String name,
            @From(Source.QUERY) ModelRequest request) {
        return describer.describe(new ModelReference(new ModelName(name), request.version()));
    }

    @Operation(
            operationId = "makeCurrent",
            summary = "Choose the version that is served",
            description = "Versions never change; this is the way back to an earlier one.")
    @ApiResponse(responseCode = "200", description = "The version, now current.", useReturnTypeSchema = true)
    @Problems({
        MALFORMED_REQUEST,
        MODEL_NOT_FOUND,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        INVALID_VALUE,
        MODEL_DAMAGED,
        STORAGE_FULL
    })
    @PutMapping(path = "/{name}/current", consumes = MediaType.APPLICATION_JSON_VALUE)
    ModelResponse makeCurrent(
            @Parameter(description = "The name of the model.", example = "dinosaurs") @PathVariable String name,
            @From(Source.JSON) CurrentVersionRequest request) {
        var version = new ModelReference(new ModelName(name), request.version());
        repository.manifest(version); // a version that is damaged is not served
        repository.makeCurrent(version.name(), request.version());
        return describer.describe(version);
    }

    @Operation(
            operationId = "deleteModel",
            summary = "Delete a model",
            description = "With all its versions, for good. Its corpus stays as long as a job has it.")
    @ApiResponse(responseCode = "204", description = "It is deleted.")
    @Problems(MODEL_NOT_FOUND)
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@Parameter(description = "The name of the model.", example = "dinosaurs") @PathVariable String name) {
        var deleted = new ModelName(name);
        repository.delete(deleted);
        generation.unload(deleted);
    }
}
