package dev.charloom.web;

import static dev.charloom.web.problem.ProblemKind.INVALID_VALUE;
import static dev.charloom.web.problem.ProblemKind.MODEL_DAMAGED;
import static dev.charloom.web.problem.ProblemKind.MODEL_NOT_FOUND;

import dev.charloom.exchange.ModelExchange;
import dev.charloom.exchange.ModelFormat;
import dev.charloom.exchange.ModelFormats;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredVersion;
import dev.charloom.web.binding.BodyLimits;
import dev.charloom.web.binding.FieldError;
import dev.charloom.web.binding.From;
import dev.charloom.web.binding.InvalidRequest;
import dev.charloom.web.binding.Source;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Sends models as files, and takes them back.
@RestController
@Tag(name = ApiDescription.MODELS)
@RequestMapping(path = "/models")
class ModelExchangeController {

    private static final String LARGEST_DIFFERENCE = "Charloom-Largest-Difference";

    private final ModelExchange exchange;
    private final ModelFormats formats;
    private final ModelDescriber describer;
    private final BodyLimits limits;

    ModelExchangeController(ModelExchange exchange, ModelFormats formats, ModelDescriber describer, BodyLimits limits) {
        this.exchange = exchange;
        this.formats = formats;
        this.describer = describer;
        this.limits = limits;
    }

    @Operation(operationId = "exportModel", summary = "Export a model", description = """
                    One version as one file: its weights, its characters, how it was trained, with the checksums of all \
                    of it. `curl -OJ localhost:8080/models/dinosaurs/export`

                    Or in the format of another framework: `?format=pytorch`, `keras`, `numpy-directory` or `onnx`. \
                    What a format has no words for is refused with the reason.""")
    @ApiResponse(
            responseCode = "200",
            description = "The file.",
            content = {
                @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "application/octet-stream", schema = @Schema(type = "string", format = "binary"))
            },
            headers =
                    @Header(
                            name = LARGEST_DIFFERENCE,
                            description = """
                                    How far the logits that the other program computes are from those of this service, \
                                    at most. Only where that program is at hand: ONNX Runtime, for `onnx`.""",
                            schema = @Schema(type = "number", example = "7.2e-7")))
    @Problems({MODEL_NOT_FOUND, INVALID_VALUE, MODEL_DAMAGED})
    @GetMapping("/{name}/export")
    void export(
            @Parameter(description = "The name of the model.", example = "dinosaurs") @PathVariable String name,
            @From(Source.QUERY) ExportRequest request,
            HttpServletResponse response)
            throws IOException {
        ModelFormat format = format(request.format());
        StoredVersion version = exchange.take(new ModelReference(new ModelName(name), request.version()));
        String file = name + "-" + version.manifest().version() + "." + format.fileExtension();
        format.largestDifference(version)
                .ifPresent(difference -> response.setHeader(LARGEST_DIFFERENCE, Double.toString(difference)));
        response.setContentType(format.mediaType());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(file).build().toString());
        format.write(version, response.getOutputStream());
    }

    @ImportOperation
    @PostMapping(
            path = "/import",
            consumes = {"application/zip", MediaType.APPLICATION_OCTET_STREAM_VALUE},
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ModelResponse> importArchive(@From(Source.QUERY) ImportRequest request, HttpServletRequest http)
            throws IOException {
        return publish(request, limits.archive(http), http);
    }

    @ImportOperation
    @PostMapping(
            path = "/import",
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ModelResponse> importFile(@From(Source.PARTS) ImportForm form, HttpServletRequest http)
            throws IOException {
        try (var archive = form.archive().getInputStream()) {
            return publish(form.request(), archive, http);
        }
    }

    private ResponseEntity<ModelResponse> publish(ImportRequest request, InputStream archive, HttpServletRequest http)
            throws IOException {
        ModelFormat format = format(request.format());
        if (!format.canBeRead()) {
            throw new InvalidRequest(List.of(
                    FieldError.notAllowed("format", format.name(), "a format that is read, not written alone")));
        }
        ModelReference published = exchange.publish(format, request.name(), archive);
        return ResponseEntity.created(URI.create(
                        http.getContextPath() + "/models/" + published.name() + "?version=" + published.version()))
                .body(describer.describe(published));
    }

    private ModelFormat format(@Nullable ModelFormat named) {
        return named == null ? formats.usual() : named;
    }
}
