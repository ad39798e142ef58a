package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;

import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.ModelRepository;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Takes models into memory and lets them go. Nobody has to: a model is loaded when it is first asked for.
@RestController
@Tag(name = ApiDescription.MODELS)
@RequestMapping(path = "/models/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
class ModelLoadingController {

    private final GenerationService generation;
    private final ModelRepository repository;

    ModelLoadingController(GenerationService generation, ModelRepository repository) {
        this.generation = generation;
        this.repository = repository;
    }

    /// A model and whether it is in memory.
    record LoadingResponse(
            @Schema(description = "The model.", example = "dinosaurs")
            String model,

            @Schema(description = "The version that it was about; null for all.", example = "1") @Nullable
            Integer version,

            @Schema(description = "Whether it is in memory now.")
            boolean loaded) {}

    @Operation(operationId = "loadModel", summary = "Load a model into memory", description = """
                    So that the first request for it does not have to wait. Where there would be too many, the least \
                    recently used one is let go.""")
    @ApiResponse(responseCode = "200", description = "It is in memory.", useReturnTypeSchema = true)
    @Problems({MODEL_NOT_FOUND, MODEL_DAMAGED})
    @PostMapping("/load")
    LoadingResponse load(
            @Parameter(description = "The model, or `name:version`.", example = "dinosaurs") @PathVariable
                    String name) {
        ModelReference loaded = generation.load(ModelReference.parse(name));
        return new LoadingResponse(loaded.name().value(), loaded.version(), true);
    }

    @Operation(operationId = "unloadModel", summary = "Let a model go from memory", description = """
                    All versions of it. Requests that are under way are finished; the next one loads it again.""")
    @ApiResponse(responseCode = "200", description = "It is not in memory.", useReturnTypeSchema = true)
    @Problems(MODEL_NOT_FOUND)
    @PostMapping("/unload")
    LoadingResponse unload(@Parameter(description = "The model.", example = "dinosaurs") @PathVariable String name) {
        ModelReference found = repository.resolve(ModelReference.parse(name));
        generation.unload(found.name());
        return new LoadingResponse(found.name().value(), null, false);
    }
}
