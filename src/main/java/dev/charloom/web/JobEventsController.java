package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.JOB_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.NOT_ACCEPTABLE;

import dev.charloom.training.TrainingService;
import dev.charloom.web.binding.FieldError;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.InvalidRequest;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Tells what happens to a job.
@RestController
@Tag(name = ApiDescription.TRAINING)
class JobEventsController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final TrainingService training;
    private final JobEventStreams streams;

    JobEventsController(TrainingService training, JobEventStreams streams) {
        this.training = training;
        this.streams = streams;
    }

    @Operation(operationId = "jobEvents", summary = "Follow a job", description = """
                    What has happened to a job: its statuses, evaluations, samples and checkpoints. With \
                    `Accept: text/event-stream` they come as they happen, as server-sent events with ids, until the \
                    job has ended; a client that was cut off goes on with `Last-Event-ID`. Otherwise the answer is \
                    what has happened until now.""")
    @ApiResponse(
            responseCode = "200",
            description = "The events.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = EventsResponse.class)),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                        schema = @Schema(type = "string"),
                        examples = @ExampleObject(name = "checkpoint", value = """
                                id:4
                                event:checkpoint
                                data:{"id":4,"createdAt":"2026-11-22T12:00:00Z","type":"checkpoint","data":{"step":1000}}

                                """))
            })
    @Problems({JOB_NOT_FOUND, NOT_ACCEPTABLE, INVALID_VALUE})
    @GetMapping(
            path = "/jobs/{id}/events",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE})
    Object events(
            @Parameter(description = "The id of the job.", example = "01jd3x8k2v5c") @PathVariable String id,
            @From(Source.QUERY) EventsRequest request,
            @Parameter(description = "The id of the last event that a client has seen.")
                    @RequestHeader(name = LAST_EVENT_ID, required = false)
                    @Nullable
                    String lastEventId,
            @Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = "*/*") String accept,
            @Parameter(hidden = true) HttpMethod method) {
        long after = lastEventId == null ? request.after() : number(lastEventId);
        MediaType form = Accepted.best(accept, List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM));
        if (form.equals(MediaType.APPLICATION_JSON)) {
            return ResponseEntity.ok().contentType(form).body(EventsResponse.of(training.events(id, after)));
        }
        if (method.equals(HttpMethod.HEAD)) { // not kept open until the job ends: nothing would come
            training.find(id);
            return ResponseEntity.ok().contentType(form).build();
        }
        return streams.of(id, after);
    }

    private static long number(String id) {
        try {
            long number = Long.parseLong(id);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new InvalidRequest(List.of(FieldError.notAllowed(LAST_EVENT_ID, id, "the id of an event")));
    }
}
