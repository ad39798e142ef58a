package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;
import static dev.charloom.web.problem.ProblemKind.QUEUE_FULL;
import static dev.charloom.web.problem.ProblemKind.STORAGE_FULL;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNAVAILABLE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;

import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes `POST /train`, which is one operation although each form of its body has a method of its own.
@Operation(
        operationId = "train",
        summary = "Train a model on a text",
        description = """
                Queues a job that makes a model, or a new version of one that exists. The text comes in one of three ways:

                - `application/json`: in the field `corpus`, beside the parameters. For texts of up to 16 MB.
                - `text/plain`: as the body; the parameters are in the query. \
                `curl --data-binary @corpus.txt -H 'Content-Type: text/plain' 'localhost:8080/train?model=mine&epochs=20'`
                - `multipart/form-data`: as the file of the part `corpus`; the parameters are parts of their own. \
                `curl -F corpus=@corpus.txt -F model=mine -F epochs=20 localhost:8080/train`

                Texts are UTF-8, neither compressed nor otherwise encoded. A byte-order mark is dropped, CRLF becomes LF, \
                and in `lines` mode blank lines are skipped. Every parameter but `model` has a default that trains a \
                decent model on a small text.
                """,
        requestBody =
                @RequestBody(
                        required = true,
                        content =
                                @Content(
                                        mediaType = "text/plain",
                                        schema = @Schema(type = "string"),
                                        examples = @ExampleObject(name = "names", value = """
                                                    Ada
                                                    Grace
                                                    Emmy
                                                    Sofia
                                                    Maryam
                                                    Hypatia
                                                    Rosalind
                                                    """))))
@ApiResponse(
        responseCode = "202",
        description = "The job, which waits or runs already.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobResponse.class)),
        headers =
                @Header(
                        name = "Location",
                        description = "Where the job is.",
                        schema = @Schema(type = "string", example = "/jobs/01jd3x8k2v5c")))
@ApiResponse(
        responseCode = "200",
        description = "With `dryRun`: what the job would be and cost; nothing is kept of it.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = EstimateResponse.class)))
@Problems({
    MALFORMED_REQUEST,
    MODEL_NOT_FOUND,
    MODEL_DAMAGED,
    TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_VALUE,
    QUEUE_FULL,
    UNAVAILABLE,
    STORAGE_FULL
})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface TrainOperation {}
