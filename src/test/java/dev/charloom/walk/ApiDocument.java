package dev.charloom.walk;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The description of the API (OpenAPI 3.1) as a reader takes it at its word.
final class ApiDocument {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode api;
    private final Map<JsonNode, Schema> compiled = new HashMap<>();

    ApiDocument(JsonNode api) {
        this.api = api;
    }

    /// One operation.
    ///
    /// @param method in capital letters
    /// @param path with the names of its parameters in braces
    record Operation(String method, String path, JsonNode described) {

        /// The parameters in the query.
        List<JsonNode> query() {
            return described
                    .path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("in").asString().equals("query"))
                    .toList();
        }

        /// The media types of its body; none if it takes none.
        List<String> bodyTypes() {
            return List.copyOf(described.path("requestBody").path("content").propertyNames());
        }

        JsonNode body(String type) {
            return described.path("requestBody").path("content").path(type);
        }

        boolean describes(int status) {
            return described.path("responses").has(String.valueOf(status));
        }

        /// What the answer of a status may hold, by media type.
        JsonNode content(int status) {
            return described.path("responses").path(String.valueOf(status)).path("content");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        api.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, described) ->
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, described))));
        return operations;
    }

    /// A schema, or the one that it refers to.
    JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : resolve(api.at(reference.substring(1)));
    }

    /// What of a value does not fit a schema; null if it fits.
    @Nullable
    String misfit(JsonNode schema, JsonNode value) {
        List<Error> errors = compiled.computeIfAbsent(schema, this::compile).validate(value);
        return errors.isEmpty() ? null : errors.toString();
    }

    /// References lead into the whole document, so its parts come along.
    private Schema compile(JsonNode schema) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", api.path("components"));
        return SCHEMAS.getSchema(whole);
    }
}
