package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;

import dev.charloom.generation.Author;
import dev.charloom.generation.Generation;
import dev.charloom.generation.Inspection;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.training.TrainingParams;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The description says what the service does, and what it gives as an example works.
class OpenApiTest extends WebTest {

    private static final JsonMapper JSON = new JsonMapper();
    /// What any operation may be answered with.
    private static final List<String> ALWAYS = List.of("400", "401", "403", "429", "500", "503");

    private JsonNode api;

    @BeforeEach
    void read() throws Exception {
        api = http.get("/v3/api-docs").isStatus(200).json();
        given(corpora.store(any(String.class))).willReturn(Jobs.CORPUS);
        given(training.submit(any(), any(), any())).willReturn(Jobs.queued("01jd3x8k2v5c"));
        var nothing = new Generation(Author.of(ModelReference.parse("dinosaurs:1")), List.of(), 0, 0, 0, 0);
        given(generation.sample(any(), any(), any(), any())).willReturn(nothing);
        given(generation.complete(any(), any(), any())).willReturn(nothing);
        given(models.manifest(any())).willReturn(Models.manifest("dinosaurs", 1));
        given(models.resolve(any())).willReturn(ModelReference.parse("dinosaurs:1"));
    }

    @ParameterizedTest
    @CsvSource({
        "post, /train, 200 202 400 401 403 404 413 415 422 429 500 503 507",
        "get, /sample, 200 400 401 403 404 406 409 422 429 500 503",
        "post, /complete, 200 400 401 403 404 406 409 413 415 422 429 500 503",
        "post, /score, 200 400 401 403 404 413 415 422 429 500 503",
        "post, /rank, 200 400 401 403 404 413 415 422 429 500 503",
        "post, /compare, 200 400 401 403 404 413 415 422 429 500 503",
        "post, /inspect, 200 400 401 403 404 413 415 422 429 500 503",
        "get, /jobs, 200 401 403 422 429 500",
        "get, /jobs/{id}, 200 401 403 404 429 500",
        "delete, /jobs/{id}, 204 401 403 404 409 429 500",
        "post, /jobs/{id}/cancel, 200 401 403 404 409 429 500 507",
        "post, /jobs/{id}/pause, 200 401 403 404 409 429 500 507",
        "post, /jobs/{id}/resume, 200 401 403 404 409 429 500 503 507",
        "post, /jobs/{id}/publish, 200 401 403 404 409 429 500 507",
        "get, /jobs/{id}/checkpoints, 200 401 403 404 429 500",
        "get, /jobs/{id}/events, 200 401 403 404 406 422 429 500",
        "get, /models, 200 401 403 429 500",
        "get, /models/{name}, 200 401 403 404 422 429 500",
        "delete, /models/{name}, 204 401 403 404 429 500",
        "get, /models/{name}/export, 200 401 403 404 422 429 500",
        "post, /models/import, 201 400 401 403 413 415 422 429 500 507",
        "post, /models/{name}/load, 200 401 403 404 429 500",
        "post, /models/{name}/unload, 200 401 403 404 429 500",
        "put, /models/{name}/current, 200 400 401 403 404 413 415 422 429 500 507",
        "post, /v1/completions, 200 400 401 403 404 413 415 422 429 500 503",
        "post, /v1/chat/completions, 200 400 401 403 404 413 415 422 429 500 503",
        "get, /v1/models, 200 401 403 429 500",
        "get, /v1/models/{id}, 200 401 403 404 429 500",
        "delete, /v1/models/{id}, 200 401 403 404 429 500"
    })
    void everyOperationIsDescribedWithItsStatuses(String method, String path, String statuses) {
        JsonNode operation = api.path("paths").path(path).path(method);

        assertThat(operation.path("summary").asString()).isNotBlank();
        assertThat(operation.path("description").asString()).isNotBlank();
        assertThat(operation.path("operationId").asString()).matches("[a-zA-Z]+");
        assertThat(operation.path("tags").size()).isEqualTo(1);
        var expected = new TreeSet<>(List.of(statuses.split(" ")));
        expected.addAll(ALWAYS);
        if (!path.startsWith("/v1")) { // whose clients may send what nobody reads
            expected.addAll(List.of("415", "422"));
        }
        if (operation.has("requestBody")) {
            expected.add("408");
        }
        if (!path.endsWith("/export") && !path.endsWith("/completions")) { // whose form is not the header's to choose
            expected.add("406");
        }
        assertThat(new TreeSet<>(operation.path("responses").propertyNames())).containsExactlyElementsOf(expected);
        operation
                .path("responses")
                .forEach(response ->
                        assertThat(response.path("description").asString()).isNotBlank());
        operation
                .path("parameters")
                .forEach(parameter -> assertThat(parameter.path("description").asString())
                        .as("description of " + parameter)
                        .isNotBlank());
    }

    @Test
    void nothingElseIsDescribed() {
        var operations = new ArrayList<String>();
        api.path("paths")
                .forEachEntry((path, methods) ->
                        methods.propertyNames().forEach(method -> operations.add(method + " " + path)));

        assertThat(operations).hasSize(29);
        assertThat(api.path("components").path("schemas").propertyNames())
                .noneMatch(name -> name.endsWith("Request") || name.endsWith("Fields"));
    }

    @Test
    void theIntroductionIsThere() {
        assertThat(api.at("/info/title").asString()).isEqualTo("Charloom");
        assertThat(api.at("/info/description").asString()).contains("POST /train");
        assertThat(api.path("tags").valueStream().map(tag -> tag.path("name").asString()))
                .containsExactly("Training", "Writing", "Scoring", "Inspection", "Models", "OpenAI");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (String reference : api.findValuesAsString("$ref")) {
            assertThat(api.at(reference.substring(1)).isObject()).as(reference).isTrue();
        }
    }

    @Test
    void everyProblemHasAnExampleOfItsStatus() {
        api.path("paths")
                .forEach(path ->
                        path.forEach(operation -> operation.path("responses").forEachEntry((status, response) -> {
                            if (Integer.parseInt(status) >= 400) {
                                JsonNode examples = response.path("content")
                                        .path("application/problem+json")
                                        .path("examples");
                                assertThat(examples.isEmpty())
                                        .as(response.toString())
                                        .isFalse();
                                examples.forEach(example -> assertThat(
                                                example.at("/value/status").asString())
                                        .isEqualTo(status));
                            }
                        })));
    }

    @Test
    void aParameterHasItsRangeAndItsDefault() {
        JsonNode train = body("/train", "application/json").path("schema").path("properties");
        assertThat(train.path("hiddenSize").path("minimum").asInt()).isEqualTo(1);
        assertThat(train.path("hiddenSize").path("maximum").asInt()).isEqualTo(4096);
        assertThat(train.path("hiddenSize").path("default").asInt())
                .isEqualTo(TrainingParams.defaults().hiddenSize());
        assertThat(train.path("cell").path("enum").toString()).isEqualTo("[\"rnn\",\"gru\",\"lstm\"]");
        assertThat(train.path("maxSteps").path("type").toString()).isEqualTo("[\"integer\",\"null\"]");
        JsonNode topP = parameter("/sample", "topP").path("schema");
        assertThat(topP.path("default").asDouble()).isEqualTo(0.9);
        assertThat(topP.path("exclusiveMinimum").asInt()).isZero();
    }

    /// What is described as a list or an object, clients send as one parameter for each of its entries, and Swagger UI
    /// fills in entries of its own.
    @ParameterizedTest
    @CsvSource({"stop, array", "logitBias, object", "models, object"})
    void whatIsJsonInTheQueryIsDescribedAsATextThatHoldsIt(String name, String held) {
        JsonNode schema = parameter("/sample", name).path("schema");

        assertThat(schema.path("type").asString()).isEqualTo("string");
        assertThat(schema.path("contentMediaType").asString()).isEqualTo("application/json");
        assertThat(schema.at("/contentSchema/type").asString()).isEqualTo(held);
    }

    @Test
    void allFormsOfTrainTakeTheSameParameters() {
        List<String> ofJson = List.copyOf(
                body("/train", "application/json").at("/schema/properties").propertyNames());
        List<String> ofForm = List.copyOf(
                body("/train", "multipart/form-data").at("/schema/properties").propertyNames());
        List<String> ofQuery = api.at("/paths/~1train/post/parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asString().equals("query"))
                .map(parameter -> parameter.path("name").asString())
                .toList();

        assertThat(ofForm).containsExactlyElementsOf(ofJson);
        assertThat(ofJson).hasSize(47).containsAll(ofQuery).contains("corpus");
        assertThat(ofQuery).hasSize(46);
        assertThat(body("/train", "text/plain").path("examples").isEmpty()).isFalse();
    }

    @Test
    void theExampleOfTrainWorks() {
        http.postJson("/train", example("/train").toString()).isStatus(202);

        verify(training).submit(any(ModelName.class), any(), any());
    }

    @Test
    void theExampleOfCompleteWorks() {
        http.postJson("/complete", example("/complete").toString()).isStatus(200);
    }

    @Test
    void theExampleOfInspectWorks() {
        given(generation.inspect(any(), any(), any()))
                .willReturn(new Inspection(
                        Author.of(ModelReference.parse("dinosaurs:1")),
                        1,
                        1,
                        64,
                        List.of(),
                        14,
                        null,
                        List.of(),
                        List.of()));

        http.postJson("/inspect", example("/inspect").toString()).isStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/completions", "/v1/chat/completions"})
    void theExamplesOfTheApiOfOpenAiWork(String path) {
        JsonNode body = body(path, "application/json");
        JsonNode example = body.path("examples").iterator().next().path("value");
        String text = example.isString() ? example.asString() : example.toString();

        http.postJson(path, text).isStatus(200);
        JsonNode properties =
                api.at(body.at("/schema/$ref").asString().substring(1)).path("properties");
        assertThat(properties.propertyNames()).contains("top_p", "logit_bias", "stream_options", "seed");
        assertThat(properties.propertyNames()).containsAll(JSON.readTree(text).propertyNames());
    }

    @Test
    void aMessageThatIsSentIsNotDescribedAsOneThatIsAnswered() {
        JsonNode messages = api.at("/components/schemas/ChatBody/properties/messages");
        JsonNode sent = api.at(messages.at("/items/$ref").asString().substring(1));
        JsonNode answered = api.at("/components/schemas/Message");

        assertThat(sent.path("properties").propertyNames()).containsExactlyInAnyOrder("role", "content");
        assertThat(sent.path("required").isEmpty()).isTrue();
        assertThat(sent.at("/properties/content/type").isMissingNode())
                .as("a text or a list")
                .isTrue();
        assertThat(answered.path("required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("role", "content", "refusal");
    }

    @Test
    void theExampleOfAVersionWorks() {
        JsonNode example = api.at("/paths/~1models~1{name}~1current/put/requestBody/content/application~1json/example");

        http.putJson("/models/dinosaurs/current", example.toString()).isStatus(200);
    }

    @Test
    void theExamplesAndDefaultsOfSampleWork() {
        var query = new ArrayList<String>();
        for (JsonNode parameter : api.at("/paths/~1sample/get/parameters")) {
            JsonNode value = parameter.has("example") ? parameter.path("example") : parameter.at("/schema/default");
            if (!value.isMissingNode()) {
                query.add(parameter.path("name").asString() + "="
                        + URLEncoder.encode(value.asString(), StandardCharsets.UTF_8));
            }
        }

        assertThat(query).hasSizeGreaterThan(4);
        http.get("/sample?" + String.join("&", query)).isStatus(200);
    }

    @Test
    void theDescriptionCanBeReadInABrowser() {
        String page = http.get("/swagger-ui.html").isStatus(302).header("Location");
        assertThat(http.get(page).isStatus(200).body()).contains("swagger-ui");
        http.get("/v3/api-docs/swagger-config").isStatus(200);
        http.get("/swagger-ui/swagger-ui-bundle.js").isStatus(200);
    }

    private JsonNode example(String path) {
        return body(path, "application/json").path("example");
    }

    private JsonNode body(String path, String type) {
        return api.path("paths").path(path).at("/post/requestBody/content").path(type);
    }

    private JsonNode parameter(String path, String name) {
        return api.path("paths")
                .path(path)
                .at("/get/parameters")
                .valueStream()
                .filter(parameter -> parameter.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
