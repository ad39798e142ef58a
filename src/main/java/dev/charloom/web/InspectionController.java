package dev.charloom.web;

import dev.charloom.generation.GenerationService;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.TextBodyProblems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Shows what goes on inside a model.
@RestController
@Tag(name = ApiDescription.INSPECTION)
@RequestMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
class InspectionController {

    private final GenerationService generation;

    InspectionController(GenerationService generation) {
        this.generation = generation;
    }

    @Operation(operationId = "inspect", summary = "Look at hidden units and gates", description = """
                    What hidden units, or their gates, do at each character of a text, and which of them separate a \
                    feature of the characters best: those that are only active between quotation marks, say, or that \
                    count the position in a line. The text is read as `POST /score` reads it, in 32-bit floats. \
                    Characters times units read (all of the layer where they are ranked) times signals may be \
                    4,000,000; what is answered with, 1,000,000 numbers.""")
    @ApiResponse(responseCode = "200", description = "What they did.", useReturnTypeSchema = true)
    @TextBodyProblems
    @PostMapping("/inspect")
    InspectResponse inspect(@From(Source.JSON) InspectRequest request) {
        return InspectResponse.of(generation.inspect(request.model(), request.text(), request.params()));
    }
}
