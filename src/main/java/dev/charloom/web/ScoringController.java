package dev.charloom.web;

import dev.charloom.generation.GenerationService;
import dev.charloom.generation.Scores;
import dev.charloom.generation.TextsTooLong;
import dev.charloom.repository.InvalidModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.text.UnknownCharacter;
import dev.charloom.web.binding.FieldError;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.InvalidRequest;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.RefusedIn;
import dev.charloom.web.problem.TextBodyProblems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says how probable texts are.
@RestController
@Tag(name = ApiDescription.SCORING)
@RequestMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
class ScoringController {

    private final GenerationService generation;

    ScoringController(GenerationService generation) {
        this.generation = generation;
    }

    @Operation(operationId = "score", summary = "Score texts", description = """
                    How probable each character of a text is to the model, given what stands before it. In `lines` \
                    mode every line is read from nothing, as in training, and a newline after it is scored as its \
                    end: `"anna\\n"` is the probability of the whole line, `"anna"` that of a line that begins so. \
                    In `text` mode a text is read as after a newline. Computed in 32-bit floats.""")
    @ApiResponse(responseCode = "200", description = "The scores.", useReturnTypeSchema = true)
    @TextBodyProblems
    @PostMapping("/score")
    ScoreResponse score(@From(Source.JSON) ScoreRequest request) {
        try {
            return ScoreResponse.of(
                    request.learns()
                            ? generation.scoreDynamically(request.model(), request.all(), request.top())
                            : generation.score(request.model(), request.all(), request.top()));
        } catch (UnknownCharacter | TextsTooLong e) {
            throw new RefusedIn(request.texts() == null ? "text" : "texts", e);
        }
    }

    @Operation(
            operationId = "rank",
            summary = "Order texts by how probable they are",
            description = "Scores all candidates as `POST /score` does, and puts the most probable first.")
    @ApiResponse(responseCode = "200", description = "The order.", useReturnTypeSchema = true)
    @TextBodyProblems
    @PostMapping("/rank")
    RankResponse rank(@From(Source.JSON) RankRequest request) {
        return RankResponse.of(generation.score(request.model(), request.candidates(), 0), request);
    }

    @Operation(
            operationId = "compare",
            summary = "Compare models on a text",
            description = "How well each of several models, or versions of one, predicts the same text.")
    @ApiResponse(responseCode = "200", description = "The comparison.", useReturnTypeSchema = true)
    @TextBodyProblems
    @PostMapping("/compare")
    CompareResponse compare(@From(Source.JSON) CompareRequest request) {
        List<ModelReference> models =
                request.models().stream().map(ScoringController::reference).toList();
        List<Scores> scores = models.stream()
                .map(model -> generation.score(model, List.of(request.text()), 0))
                .toList();
        return CompareResponse.of(scores);
    }

    private static ModelReference reference(String model) {
        try {
            return ModelReference.parse(model);
        } catch (InvalidModelName e) {
            throw new InvalidRequest(
                    List.of(FieldError.notAllowed("models", model, "the name of a model, or name:version")));
        }
    }
}
