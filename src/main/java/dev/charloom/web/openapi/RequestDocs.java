package dev.charloom.web.openapi;

import dev.charloom.web.binding.From;
import dev.charloom.web.binding.RequestField;
import dev.charloom.web.binding.RequestShape;
import dev.charloom.web.binding.RequestShapes;
import dev.charloom.web.binding.Source;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.Objects;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/// Describes what a method takes, from the record that [From] fills.
@Component
class RequestDocs implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

    private final RequestShapes shapes;
    private final JsonMapper mapper;

    RequestDocs(RequestShapes shapes, JsonMapper mapper) {
        this.shapes = shapes;
        this.mapper = mapper;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        for (MethodParameter parameter : method.getMethodParameters()) {
            var from = parameter.getParameterAnnotation(From.class);
            if (from != null) {
                Class<? extends Record> type = parameter.getParameterType().asSubclass(Record.class);
                describe(operation, from.value(), type, hasBody(method));
            }
        }
        return operation;
    }

    /// The forms of a body come in the order of the methods that take them, which is none; the one that is easiest to
    /// try comes first.
    @Override
    public void customise(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getRequestBody)
                .filter(body -> body != null && body.getContent() != null)
                .forEach(body -> {
                    var sorted = new Content();
                    sorted.putAll(new TreeMap<>(body.getContent()));
                    body.setContent(sorted);
                });
    }

    private void describe(Operation operation, Source source, Class<? extends Record> type, boolean besideBody) {
        RequestShape<?> shape = shapes.of(type);
        switch (source) {
            case QUERY -> shape.fields().forEach(field -> operation.addParametersItem(parameter(field, besideBody)));
            case JSON ->
                content(operation)
                        .addMediaType(
                                "application/json",
                                new MediaType()
                                        .schema(FieldSchemas.object(shape))
                                        .example(example(type)));
            case PARTS ->
                content(operation)
                        .addMediaType("multipart/form-data", new MediaType().schema(FieldSchemas.object(shape)));
        }
    }

    /// @param besideBody whether the parameters belong to one form of the body of several: then nothing is filled in
    ///     that a client of another form would send along
    private static Parameter parameter(RequestField field, boolean besideBody) {
        var parameter = new Parameter().in("query").name(field.name());
        String description = Objects.requireNonNullElse(FieldSchemas.description(field), "");
        if (besideBody) {
            Object fallback = FieldSchemas.shown(field.fallback());
            String asFallback = fallback == null ? "" : " Default: " + fallback + ".";
            return parameter
                    .schema(FieldSchemas.plain(field))
                    .description("With a `text/plain` body only. " + description + asFallback);
        }
        Schema<?> schema = FieldSchemas.inQuery(field);
        schema.setDescription(null);
        return parameter
                .schema(schema)
                .description(description)
                .required(field.required())
                .example(FieldSchemas.example(field));
    }

    private static Content content(Operation operation) {
        if (operation.getRequestBody() == null) {
            operation.setRequestBody(new RequestBody().required(true));
        }
        if (operation.getRequestBody().getContent() == null) {
            operation.getRequestBody().setContent(new Content());
        }
        return operation.getRequestBody().getContent();
    }

    private Object example(Class<?> type) {
        var described = Objects.requireNonNull(
                type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class), "a request needs an example");
        return mapper.readValue(described.example(), Object.class);
    }

    private static boolean hasBody(HandlerMethod method) {
        return method.hasMethodAnnotation(PostMapping.class);
    }
}
