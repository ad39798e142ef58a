package dev.charloom.web.problem;

import dev.charloom.web.binding.FieldError;
import dev.charloom.web.openapi.RecordSchemas;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/// Describes the problems that a method may answer with, each with an example made as the answer itself is.
@Component
class ProblemDocs implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

    private static final String SCHEMA = "Problem";

    /// What every method may answer with: refusals on the way to it, and unknown failures.
    private static final List<ProblemKind> ALWAYS = List.of(
            ProblemKind.MALFORMED_REQUEST,
            ProblemKind.UNAUTHORIZED,
            ProblemKind.FORBIDDEN,
            ProblemKind.TOO_MANY_REQUESTS,
            ProblemKind.INTERNAL,
            ProblemKind.UNAVAILABLE);

    /// What every method may answer with whose whole request is looked at: a query parameter that nobody reads, a body
    /// that is compressed.
    private static final List<ProblemKind> OF_CHECKED_REQUESTS =
            List.of(ProblemKind.INVALID_VALUE, ProblemKind.UNSUPPORTED_MEDIA_TYPE);

    private static final Set<ProblemKind> RETRIED = EnumSet.of(
            ProblemKind.QUEUE_FULL,
            ProblemKind.WRITING_QUEUE_FULL,
            ProblemKind.TIME_LIMIT,
            ProblemKind.UNAVAILABLE,
            ProblemKind.TOO_MANY_REQUESTS);

    private final JsonMapper mapper;

    ProblemDocs(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        var problems = method.getMethodAnnotation(Problems.class);
        ProblemKind[] kinds = problems == null ? new ProblemKind[0] : problems.value();
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        Stream.concat(Stream.of(kinds), ALWAYS.stream()).forEach(kind -> add(kind, operation));
        if (isChecked(method)) {
            OF_CHECKED_REQUESTS.forEach(kind -> add(kind, operation));
        }
        if (offersForms(method)) {
            add(ProblemKind.NOT_ACCEPTABLE, operation);
        }
        return operation;
    }

    @Override
    public void customise(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .forEach(operation -> add(ProblemKind.TOO_SLOW, operation));
        ModelConverters.getInstance(true)
                .resolveAsResolvedSchema(new AnnotatedType(Problem.class))
                .referencedSchemas
                .forEach((name, schema) -> api.getComponents().addSchemas(name, schema));
        Stream.of(Problem.class, Problem.OpenAiError.class, FieldError.class)
                .forEach(type -> RecordSchemas.complete(type, api.getComponents()));
    }

    /// Whether an answer can have a form that a client does not accept.
    private static boolean offersForms(HandlerMethod method) {
        return mappings(method).anyMatch(mapping -> mapping.produces().length > 0);
    }

    /// Clients of OpenAI's API may send what this service does not know.
    private static boolean isChecked(HandlerMethod method) {
        return mappings(method).flatMap(mapping -> Stream.of(mapping.path())).noneMatch(path -> path.startsWith("/v1"));
    }

    private static Stream<RequestMapping> mappings(HandlerMethod method) {
        return Stream.of(method.getMethod(), method.getBeanType())
                .map(it -> AnnotatedElementUtils.getMergedAnnotation(it, RequestMapping.class))
                .filter(Objects::nonNull);
    }

    /// Kinds with the same status share its response.
    private void add(ProblemKind kind, Operation operation) {
        String status = String.valueOf(kind.status().value());
        ApiResponse response = operation.getResponses().computeIfAbsent(status, it -> new ApiResponse());
        MediaType content = content(response);
        if (content.getExamples() == null || !content.getExamples().containsKey(kind.code())) {
            content.addExamples(kind.code(), new Example().summary(kind.title()).value(example(kind)));
            String before = response.getDescription();
            response.setDescription(before == null ? kind.title() + "." : before + " Or: " + kind.title() + ".");
        }
        if (RETRIED.contains(kind)) {
            response.addHeaderObject(
                    HttpHeaders.RETRY_AFTER,
                    new Header()
                            .description("Seconds to wait before trying again.")
                            .schema(new StringSchema()));
        }
    }

    private static MediaType content(ApiResponse response) {
        if (response.getContent() == null) {
            response.setContent(new Content());
        }
        return response.getContent()
                .computeIfAbsent(
                        "application/problem+json",
                        it -> new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + SCHEMA)));
    }

    private Object example(ProblemKind kind) {
        return mapper.convertValue(Problem.of(exampleAnswer(kind), null), Object.class);
    }

    private static ProblemAnswer exampleAnswer(ProblemKind kind) {
        return switch (kind) {
            case INVALID_VALUE ->
                ProblemAnswer.of(kind, "hiddenSize must be 1 to 4096, not 0.")
                        .with(List.of(FieldError.notAllowed("hiddenSize", 0, "1 to 4096")));
            case MALFORMED_REQUEST -> ProblemAnswer.of(kind, "The JSON of the body ends too early.");
            case MODEL_NOT_FOUND -> ProblemAnswer.of(kind, "There is no model dinos.");
            case MODEL_DAMAGED ->
                ProblemAnswer.of(
                        kind,
                        "Model dinosaurs:1 is damaged and not served: its weights.safetensors is not what was"
                                + " published.");
            case JOB_NOT_FOUND -> ProblemAnswer.of(kind, "No job 0123456789ab.");
            case CONFLICT -> ProblemAnswer.of(kind, "Job 0123456789ab is running and cannot be deleted.");
            case QUEUE_FULL -> ProblemAnswer.of(kind, "The training queue is full: 100 jobs wait.");
            case WRITING_QUEUE_FULL -> ProblemAnswer.of(kind, "Too many requests wait for this model: 256.");
            case TIME_LIMIT ->
                ProblemAnswer.of(
                        kind,
                        "The answer was not complete after 120 seconds. Ask for less, or for a stream, which may take"
                                + " any time.");
            case INTERNAL -> StatusProblems.of(kind.status().value()).withId("2f1c8a52-6d6b-4b0e-9a44-6c1c7f0f6f0b");
            default -> StatusProblems.of(kind.status().value());
        };
    }
}
