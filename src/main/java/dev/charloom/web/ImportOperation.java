package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.MALFORMED_REQUEST;
import static dev.charloom.web.problem.ProblemKind.STORAGE_FULL;
import static dev.charloom.web.problem.ProblemKind.TOO_LARGE;
import static dev.charloom.web.problem.ProblemKind.UNSUPPORTED_MEDIA_TYPE;

import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes `POST /models/import`, which is one operation although each form of its body has a method of its own.
@Operation(
        operationId = "importModel",
        summary = "Import a model",
        description = """
                Publishes the version that an archive holds, as `GET /models/{name}/export` sends it. Every file is \
                compared with its checksum, and every number has to be finite; an archive that holds anything else, \
                or becomes far larger when it is unpacked, is refused. The archive comes as the body, with `name` and \
                `format` in the query, or as the file of the part `archive` of a form:

                - `curl --data-binary @dinosaurs-1.zip -H 'Content-Type: application/zip' \
                'localhost:8080/models/import?name=mine'`
                - `curl -F archive=@dinosaurs-1.zip -F name=mine localhost:8080/models/import`

                A model of PyTorch, Keras or the deep-RNN article comes as weights with a `config.json`. It may carry \
                a text and the logits that are expected after each of its characters: where the model that was read \
                computes others, it is refused.
                """,
        requestBody =
                @RequestBody(
                        required = true,
                        content = {
                            @Content(
                                    mediaType = "application/zip",
                                    schema = @Schema(type = "string", format = "binary")),
                            @Content(
                                    mediaType = "application/octet-stream",
                                    schema = @Schema(type = "string", format = "binary"))
                        }))
@ApiResponse(
        responseCode = "201",
        description = "The version, which is current now.",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = ModelResponse.class)),
        headers =
                @Header(
                        name = "Location",
                        description = "Where the version is.",
                        schema = @Schema(type = "string", example = "/models/dinosaurs?version=2")))
@Problems({MALFORMED_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_VALUE, STORAGE_FULL})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ImportOperation {}
