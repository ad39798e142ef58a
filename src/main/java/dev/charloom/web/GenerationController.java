package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.CONFLICT;
import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.JOB_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.NOT_ACCEPTABLE;
import static dev.charloom.web.problem.ProblemKind.TIME_LIMIT;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;
import static dev.charloom.web.problem.ProblemKind.WRITING_QUEUE_FULL;

import dev.charloom.generation.GenerationService;
import dev.charloom.generation.TextStream;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import dev.charloom.web.stream.EventAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Writes with published models.
@RestController
@Tag(name = ApiDescription.WRITING)
class GenerationController {

    private final GenerationService generation;
    private final StreamedAnswers streams;
    private final EventAnswers events;

    GenerationController(GenerationService generation, StreamedAnswers streams, EventAnswers events) {
        this.generation = generation;
        this.streams = streams;
        this.events = events;
    }

    @Operation(operationId = "sample", summary = "Write new texts from nothing", description = """
                    The model begins as it did in training: at the start of a line in `lines` mode, after a newline \
                    in `text` mode. A text ends where the model ends it (`stop`) or at `maxLength` (`length`).

                    With `Accept: text/plain`, the texts come one a line, and nothing else; with \
                    `Accept: application/x-ndjson`, one JSON object a line. Both come while they are written, for \
                    any `n`; model and seed are then in the headers `Charloom-Model` and `Charloom-Seed`. If \
                    `unique` or `novel` leave fewer than `n` texts, a last object says `{"shortfall": …}`. If writing \
                    fails in between, the connection is broken off.""")
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
                        examples = @ExampleObject(name = "two", value = "megalosaurus\nmegaraptor\n")),
                @Content(
                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                        schema = @Schema(implementation = TextResponse.class),
                        examples = @ExampleObject(name = "one", value = """
                                        {"text":"megalosaurus","finishReason":"stop"}
                                        """))
            })
    @Problems({
        MALFORMED_REQUEST,
        MODEL_NOT_FOUND,
        JOB_NOT_FOUND,
        NOT_ACCEPTABLE,
        CONFLICT,
        INVALID_VALUE,
        MODEL_DAMAGED,
        WRITING_QUEUE_FULL,
        TIME_LIMIT
    })
    @GetMapping(
            path = "/sample",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_NDJSON_VALUE
            })
    @Nullable
    ResponseEntity<SampleResponse> sample(
            @From(Source.QUERY) SampleRequest request,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept,
            HttpServletResponse response) {
        MediaType form = Accepted.best(
                accept, List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, MediaType.APPLICATION_NDJSON));
        if (form.equals(MediaType.APPLICATION_JSON)) {
            return json(SampleResponse.of(
                    generation.sample(request.model().choice(), request.params(), request.start(), request.distinct()),
                    request));
        }
        TextStream stream = generation.streamSamples(
                request.model().choice(), request.params(), request.start(), request.distinct());
        if (form.equals(MediaType.TEXT_PLAIN)) {
            streams.lines(stream, response);
        } else {
            WritingFields wanted = request.writing();
            streams.objects(stream, wanted.n(), wanted.logprobs() != null, response);
        }
        return null;
    }

    @Operation(operationId = "complete", summary = "Go on with a text", description = """
                    Writes what may follow a prompt. A text of the answer is the continuation only; it ends where the \
                    model or a stop sequence ends it (`stop`) or at `maxLength` (`length`). In `lines` mode, only \
                    what follows the last newline of the prompt counts.

                    With `"stream": true` or `Accept: text/event-stream`, texts come as they grow, as server-sent \
                    events; the last event of a text has its `finishReason`, the last one of all the `usage`, too. \
                    What fails in between is an event named `error`. While nothing is written, comments come.""")
    @ApiResponse(
            responseCode = "200",
            description = "The continuations.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = CompleteResponse.class)),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                        schema = @Schema(implementation = CompletionEvent.class),
                        examples = @ExampleObject(name = "two", value = """
                                        data: {"index":0,"text":"saurus"}

                                        data: {"index":0,"text":"","finishReason":"stop","model":"dinosaurs",\
                                        "version":1,"seed":7,"usage":{"promptCharacters":7,"completionCharacters":6}}

                                        """))
            })
    @Problems({
        MALFORMED_REQUEST,
        MODEL_NOT_FOUND,
        JOB_NOT_FOUND,
        NOT_ACCEPTABLE,
        CONFLICT,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        INVALID_VALUE,
        MODEL_DAMAGED,
        WRITING_QUEUE_FULL,
        TIME_LIMIT
    })
    @PostMapping(
            path = "/complete",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    @Nullable
    ResponseEntity<CompleteResponse> complete(
            @From(Source.JSON) CompleteRequest request,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept,
            HttpServletRequest http,
            HttpServletResponse response) {
        MediaType form = Accepted.best(accept, List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM));
        if (!request.isStreamed(form.equals(MediaType.TEXT_EVENT_STREAM))) {
            return json(CompleteResponse.of(
                    generation.complete(request.model().choice(), request.params(), request.prompts()), request));
        }
        TextStream stream = generation.streamCompletions(request.model().choice(), request.params(), request.prompts());
        events.answer(stream, http, response, out -> new CompletionEvents(stream, request.session(), out));
        return null;
    }

    /// With its type said: a field of the request goes before the `Accept` header, which the framework would look at.
    private static <T> ResponseEntity<T> json(T answer) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }
}
