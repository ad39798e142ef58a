package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.NOT_ACCEPTABLE;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;

import dev.charloom.generation.GenerationService;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Writes with published models.
@RestController
@Tag(name = ApiDescription.WRITING)
class GenerationController {

    private final GenerationService generation;

    GenerationController(GenerationService generation) {
        this.generation = generation;
    }

    @Operation(operationId = "sample", summary = "Write new texts from nothing", description = """
                    The model begins as it did in training: at the start of a line in `lines` mode, after a newline \
                    in `text` mode. A text ends where the model ends it (`stop`) or at `maxLength` (`length`).

                    With `Accept: text/plain`, the texts come one a line, and nothing else.""")
    @ApiResponse(
            responseCode = "200",
            description = "The texts.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = SampleResponse.class)),
                @Content(
                        mediaType = MediaType.TEXT_PLAIN_VALUE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject(name = "two", value = "megalosaurus\nmegaraptor\n"))
            })
    @Problems({MALFORMED_REQUEST, MODEL_NOT_FOUND, NOT_ACCEPTABLE, INVALID_VALUE, MODEL_DAMAGED})
    @GetMapping(
            path = "/sample",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE})
    SampleResponse sample(@From(Source.QUERY) SampleRequest request) {
        return SampleResponse.of(generation.sample(request.model(), request.params(), request.start()));
    }

    @Operation(operationId = "complete", summary = "Go on with a text", description = """
                    Writes what may follow a prompt. A text of the answer is the continuation only; it ends where the \
                    model or a stop sequence ends it (`stop`) or at `maxLength` (`length`). In `lines` mode, only \
                    what follows the last newline of the prompt counts.""")
    @ApiResponse(responseCode = "200", description = "The continuations.", useReturnTypeSchema = true)
    @Problems({
        MALFORMED_REQUEST,
        MODEL_NOT_FOUND,
        NOT_ACCEPTABLE,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        INVALID_VALUE,
        MODEL_DAMAGED
    })
    @PostMapping(
            path = "/complete",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    CompleteResponse complete(@From(Source.JSON) CompleteRequest request) {
        return CompleteResponse.of(generation.complete(request.model(), request.params(), request.prompt()));
    }
}
