package dev.charloom.web.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.ServiceTest;
import dev.charloom.web.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients of OpenAI's API rely on, by plain HTTP.
class OpenAiOverHttpTest extends ServiceTest {

    private static final JsonMapper JSON = new JsonMapper();

    /// @param fields in single quotes
    private Answer complete(String fields) {
        return post("/v1/completions", fields);
    }

    private Answer chat(String fields) {
        return post("/v1/chat/completions", fields);
    }

    private Answer post(String path, String fields) {
        return http.postJson(path, ("{'model': 'dinosaurs', " + fields + "}").replace('\'', '"'));
    }

    private JsonNode completed(String fields) {
        return complete(fields).isStatus(200).json();
    }

    private static List<String> texts(JsonNode completion) {
        return completion
                .path("choices")
                .valueStream()
                .map(choice -> choice.path("text").asString())
                .toList();
    }

    /// The chunks of a stream, whose end is checked.
    private static List<JsonNode> chunks(Answer stream) {
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        List<String> data = stream.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertThat(data.getLast()).isEqualTo("[DONE]");
        return data.subList(0, data.size() - 1).stream().map(JSON::readTree).toList();
    }

    @Test
    void aCompletionHasTheFormOfTheApi() {
        JsonNode answer = completed("'prompt': 'Mega', 'seed': 7, 'max_tokens': 30");

        assertThat(answer.path("id").asString()).startsWith("cmpl-");
        assertThat(answer.path("object").asString()).isEqualTo("text_completion");
        assertThat(answer.path("created").asLong())
                .as("in seconds")
                .isCloseTo(Instant.now().getEpochSecond(), within(600L));
        assertThat(answer.path("model").asString()).isEqualTo("dinosaurs");
        assertThat(answer.path("system_fingerprint").asString()).isEqualTo("dinosaurs:1");
        JsonNode choice = answer.at("/choices/0");
        assertThat(choice.propertyNames()).containsExactlyInAnyOrder("text", "index", "logprobs", "finish_reason");
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        assertThat(choice.path("logprobs").isNull()).isTrue();
        int length = choice.path("text").asString().length();
        assertThat(answer.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":4,\"completion_tokens\":%d,\"total_tokens\":%d}"
                        .formatted(length, 4 + length));
    }

    @Test
    void idsAreUniqueAndSeedsMeanTheSameAsInTheServicesOwnApi() {
        JsonNode one = completed("'prompt': 'Mega', 'seed': 7, 'top_p': 0.9, 'n': 3");
        JsonNode other = completed("'prompt': 'Mega', 'seed': 7, 'top_p': 0.9, 'n': 3");

        assertThat(one.path("id")).isNotEqualTo(other.path("id"));
        assertThat(texts(one)).isEqualTo(texts(other));
        JsonNode own = http.postJson(
                        "/complete",
                        "{\"model\":\"dinosaurs\",\"prompt\":\"Mega\",\"seed\":7,\"n\":3,\"maxLength\":500}")
                .json();
        assertThat(own.path("completions").findValuesAsString("text")).isEqualTo(texts(one));
        assertThat(texts(completed("'prompt': 'Mega', 'seed': -3")))
                .isEqualTo(texts(completed("'prompt': 'Mega', 'seed': -3")));
    }

    @Test
    void aNucleusOfNothingLeavesTheMostProbableCharacter() {
        String greedy = "'prompt': 'Mega', 'max_tokens': 30, 'temperature': 0";

        assertThat(texts(completed("'prompt': 'Mega', 'max_tokens': 30, 'top_p': 0, 'n': 2")))
                .containsOnly(texts(completed(greedy)).getFirst());
        assertThat(chat("'messages': [{'role': 'user', 'content': 'Mega'}], 'top_p': 0, 'max_tokens': 30")
                        .isStatus(200)
                        .json()
                        .at("/choices/0/message/content")
                        .asString())
                .isEqualTo(texts(completed(greedy)).getFirst());
    }

    @Test
    void aTextOfAPromptHasTheIndexOfItsPromptTimesNPlusItsOwnAndIsWhatItIsAlone() {
        JsonNode both = completed("'prompt': ['Mega', 'Tyranno', ''], 'n': 2, 'seed': 5, 'logprobs': 0");

        assertThat(both.path("choices").valueStream().map(it -> it.path("index").asInt()))
                .containsExactly(0, 1, 2, 3, 4, 5);
        var alone = new ArrayList<String>();
        for (String prompt : List.of("Mega", "Tyranno", "")) {
            alone.addAll(texts(completed("'prompt': '" + prompt + "', 'n': 2, 'seed': 5")));
        }
        assertThat(texts(both)).isEqualTo(alone);
        assertThat(both.at("/usage/prompt_tokens").asInt()).isEqualTo(11);
    }

    @Test
    void aStreamIsTheSameInPieces() {
        String fields = "'prompt': ['Mega', 'Tyranno'], 'n': 2, 'seed': 5, 'logprobs': 1, 'max_tokens': 30";
        JsonNode whole = completed(fields);

        List<JsonNode> chunks = chunks(complete(fields + ", 'stream': true").isStatus(200));

        Map<Integer, StringBuilder> texts = new TreeMap<>();
        Map<Integer, List<Double>> logprobs = new TreeMap<>();
        Map<Integer, List<Integer>> offsets = new TreeMap<>();
        var reasons = new TreeMap<Integer, String>();
        for (JsonNode chunk : chunks) {
            assertThat(chunk.path("object").asString()).isEqualTo("text_completion");
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
            assertThat(chunk.has("usage")).as("not asked for").isFalse();
            assertThat(chunk.path("choices")).hasSize(1);
            JsonNode choice = chunk.at("/choices/0");
            int index = choice.path("index").asInt();
            assertThat(reasons).as("ended").doesNotContainKey(index);
            texts.computeIfAbsent(index, _ -> new StringBuilder())
                    .append(choice.path("text").asString());
            assertThat(choice.has("finish_reason")).isTrue();
            if (choice.path("finish_reason").isNull()) {
                choice.at("/logprobs/token_logprobs")
                        .forEach(it -> logprobs.computeIfAbsent(index, _ -> new ArrayList<>())
                                .add(it.asDouble()));
                choice.at("/logprobs/text_offset")
                        .forEach(it -> offsets.computeIfAbsent(index, _ -> new ArrayList<>())
                                .add(it.asInt()));
            } else {
                reasons.put(index, choice.path("finish_reason").asString());
            }
        }
        assertThat(texts.values().stream().map(StringBuilder::toString)).containsExactlyElementsOf(texts(whole));
        for (JsonNode choice : whole.path("choices")) {
            int index = choice.path("index").asInt();
            assertThat(reasons.get(index))
                    .isEqualTo(choice.path("finish_reason").asString());
            assertThat(logprobs.get(index))
                    .isEqualTo(choice.at("/logprobs/token_logprobs")
                            .valueStream()
                            .map(JsonNode::asDouble)
                            .toList());
            assertThat(offsets.get(index))
                    .isEqualTo(choice.at("/logprobs/text_offset")
                            .valueStream()
                            .map(JsonNode::asInt)
                            .toList());
        }
    }

    @Test
    void aStreamTellsItsUsageOnlyIfAskedAndThenInALastChunkWithoutChoices() {
        List<JsonNode> chunks = chunks(complete(
                        "'prompt': 'Mega', 'seed': 7, 'stream': true, 'stream_options': {'include_usage': true, 'x': 1}")
                .isStatus(200));

        JsonNode last = chunks.getLast();
        assertThat(last.path("choices").isArray()).isTrue();
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
        assertThat(last.at("/usage/completion_tokens").asInt()).isPositive();
        assertThat(chunks.subList(0, chunks.size() - 1)).allSatisfy(chunk -> {
            assertThat(chunk.has("usage")).isTrue();
            assertThat(chunk.path("usage").isNull()).isTrue();
        });
    }

    @Test
    void logprobsAreFourListsWithTheCharacterItselfAmongTheTop() {
        JsonNode choice = completed("'prompt': 'Mega', 'seed': 3, 'logprobs': 2, 'temperature': 2")
                .at("/choices/0");
        JsonNode logprobs = choice.path("logprobs");
        String text = choice.path("text").asString();

        assertThat(logprobs.path("tokens").valueStream().map(JsonNode::asString).collect(Collectors.joining()))
                .isEqualTo(text);
        assertThat(logprobs.path("token_logprobs")).hasSize(text.length());
        assertThat(logprobs.path("text_offset")
                        .valueStream()
                        .map(JsonNode::asInt)
                        .toList())
                .isEqualTo(IntStream.range(0, text.length()).boxed().toList());
        for (int i = 0; i < text.length(); i++) {
            JsonNode top = logprobs.path("top_logprobs").get(i);
            assertThat(top.size()).isBetween(2, 3);
            assertThat(top.path(text.substring(i, i + 1)))
                    .isEqualTo(logprobs.path("token_logprobs").get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withEchoATextBeginsWithItsPromptOfWhoseFirstCharacterNothingIsTold(boolean streamed) {
        String fields = "'prompt': ['Mega', 'Ty'], 'seed': 3, 'logprobs': 1, 'echo': true";
        List<JsonNode> choices = streamed
                ? chunks(complete(fields + ", 'stream': true").isStatus(200)).stream()
                        .map(chunk -> chunk.at("/choices/0"))
                        .limit(2)
                        .toList()
                : completed(fields).path("choices").valueStream().toList();

        assertThat(choices.get(0).path("text").asString()).startsWith("Mega");
        assertThat(choices.get(1).path("text").asString()).startsWith("Ty");
        JsonNode logprobs = choices.getFirst().path("logprobs");
        assertThat(logprobs.path("token_logprobs").get(0).isNull()).isTrue();
        assertThat(logprobs.path("top_logprobs").get(0).isNull()).isTrue();
        JsonNode scored = http.postJson("/score", "{\"model\":\"dinosaurs\",\"text\":\"Mega\"}")
                .json();
        for (int i = 1; i < 4; i++) {
            assertThat(logprobs.path("token_logprobs").get(i).asDouble())
                    .isEqualTo(scored.at("/scores/0/logprobs/" + i + "/logprob").asDouble());
        }
        if (!streamed) {
            int length = choices.getFirst().path("text").asString().length();
            assertThat(logprobs.path("text_offset").get(length - 1).asInt()).isEqualTo(length - 1);
            assertThat(logprobs.path("tokens")).hasSize(length);
        }
    }

    @Test
    void aPromptCanBeScoredWithoutWriting() {
        JsonNode answer = completed("'prompt': 'Mega', 'max_tokens': 0, 'echo': true, 'logprobs': 0");

        assertThat(texts(answer)).containsExactly("Mega");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
        assertThat(answer.at("/choices/0/logprobs/token_logprobs")).hasSize(4);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isZero();
    }

    @Test
    void theBestOfSeveralHasTheHighestMeanLogProbability() {
        JsonNode all = completed("'prompt': 'M', 'seed': 3, 'n': 8, 'logprobs': 0, 'stop': 's'");
        JsonNode best = completed("'prompt': 'M', 'seed': 3, 'best_of': 8, 'stop': 's'");

        assertThat(texts(all)).contains(texts(best).getFirst());
        assertThat(best.path("choices")).hasSize(1);
        assertThat(complete("'prompt': 'M', 'best_of': 2, 'stream': true")
                        .isProblem(422)
                        .json()
                        .at("/error/param")
                        .asString())
                .isEqualTo("best_of");
    }

    @Test
    void aStopMayBeATextOrAList() {
        assertThat(texts(completed("'prompt': 'Mega', 'n': 9, 'stop': 'a'"))).noneMatch(it -> it.contains("a"));
        assertThat(texts(completed("'prompt': 'Mega', 'n': 9, 'stop': ['a', 'o']")))
                .noneMatch(it -> it.contains("a") || it.contains("o"));
    }

    @Test
    void logitBiasGoesByVocabularyId() {
        JsonNode characters = http.get("/models/dinosaurs").json().at("/vocabulary/characters");
        int a = -1;
        for (int id = 0; id < characters.size(); id++) {
            a = characters.get(id).asString().equals("a") ? id : a;
        }

        assertThat(texts(completed("'prompt': 'Mega', 'n': 9, 'logit_bias': {'%d': -100}".formatted(a))))
                .noneMatch(it -> it.contains("a"));
        assertThat(texts(completed("'prompt': 'Mega', 'max_tokens': 4, 'logit_bias': {'%d': 100}".formatted(a))))
                .containsExactly("aaaa");
    }

    @Test
    void promptsMayBeListsOfVocabularyIds() {
        String mega = "[13, 31, 33, 27]"; // the newline is 0, A to Z are 1 to 26

        assertThat(texts(completed("'prompt': " + mega + ", 'seed': 7")))
                .isEqualTo(texts(completed("'prompt': 'Mega', 'seed': 7")));
        JsonNode two = completed("'prompt': [" + mega + ", [20, 51]], 'seed': 7, 'echo': true");
        assertThat(texts(two).getFirst()).startsWith("Mega");
        assertThat(texts(two).getLast()).startsWith("Ty");
    }

    @Test
    void whatIsLeftOutIsLongEnoughToBeUseful() {
        JsonNode answer = completed("'prompt': 'Mega', 'logit_bias': {'0': -100}"); // no line ends

        assertThat(texts(answer).getFirst()).hasSize(500);
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    }

    @Test
    void unknownFieldsAndNullsAndAnApiKeyAreTolerated() {
        String body = """
                {"model": "dinosaurs", "prompt": "Mega", "user": "me", "n": null, "stop": null, "logit_bias": null,
                 "stream_options": null, "temperature": null, "tools": [], "foo": {"bar": 1}}""";

        http.send(
                        "POST",
                        "/v1/completions?api-version=1",
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer sk-anything",
                        "Accept",
                        "text/event-stream")
                .isStatus(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'prompt': []                   | prompt",
                "'prompt': [53]                 | prompt",
                "'prompt': [[1, -2]]            | prompt",
                "'prompt': [[1, 2], 'Mega']     | prompt",
                "'prompt': {'a': 1}             | prompt",
                "'prompt': 7                    | prompt",
                "'prompt': 'Mega9'              | prompt",
                "'n': 0                         | n",
                "'n': 1.5                       | n",
                "'n': '1'                       | n",
                "'temperature': -1              | temperature",
                "'temperature': 'hot'           | temperature",
                "'temperature': NaN             | temperature",
                "'top_p': -0.1                  | top_p",
                "'seed': 99999999999999999999   | seed",
                "'seed': 1e400                  | seed",
                "'max_tokens': 0                | max_tokens",
                "'max_tokens': -1               | max_tokens",
                "'max_tokens': 200000, 'n': 2, 'logprobs': 12 | max_tokens",
                "'logprobs': 21                 | logprobs",
                "'logprobs': true               | logprobs",
                "'frequency_penalty': 3         | frequency_penalty",
                "'presence_penalty': -3         | presence_penalty",
                "'stop': 5                      | stop",
                "'stop': ['']                   | stop",
                "'n': 3, 'best_of': 2           | best_of",
                "'logit_bias': {'a': 1}         | logit_bias",
                "'logit_bias': {'53': 1}        | logit_bias",
                "'logit_bias': {'1': 101}       | logit_bias",
                "'logit_bias': {'1': NaN}       | logit_bias",
                "'logit_bias': {'a': 1, 'b': 1} | logit_bias",
                "'suffix': 'x'                  | suffix",
                "'unknown': 'what'              | unknown",
                "'precision': 'float64'         | precision"
            })
    void aWrongFieldIsNamedWhereClientsLookForIt(String fields, String param) {
        JsonNode error = complete(fields).isProblem(422).json().path("error");

        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asString()).isNotBlank();
        assertThat(error.path("code").asString()).isEqualTo("invalid_value");
    }

    @Test
    void logProbabilitiesThatWereAskedForAreThereAlsoOfATextWithoutCharacters() {
        JsonNode answer = completed("'prompt': 'Mega', 'logprobs': 1, 'logit_bias': {'0': 100}");

        assertThat(texts(answer)).containsExactly("");
        assertThat(answer.at("/choices/0/logprobs").toString())
                .isEqualTo("{\"tokens\":[],\"token_logprobs\":[],\"top_logprobs\":[],\"text_offset\":[]}");
    }

    @Test
    void allWrongFieldsAreToldAtOnceAndEachOnce() {
        assertThat(complete("'n': 0, 'top_p': 2").isProblem(422).wrongFields()).containsExactlyInAnyOrder("n", "top_p");
        assertThat(complete("'temperature': NaN").isProblem(422).wrongFields()).containsExactly("temperature");
    }

    @Test
    void aBodyThatIsNoObjectOfJsonIsRefusedAsOneOfTheServicesOwnApi() {
        for (String cut : List.of("{", "{\"model\": \"dinosaurs\", \"messages\": [")) {
            assertThat(http.postJson("/v1/completions", cut)
                            .isProblem(400)
                            .json()
                            .path("detail")
                            .asString())
                    .isEqualTo("The JSON of the body ends too early.");
        }
        http.postJson("/v1/completions", "[]").isProblem(400);
        http.postJson("/v1/completions", "").isProblem(400);
        http.postText("/v1/completions", "x").isProblem(415);
    }

    @Test
    void aModelThatIsNotThereIsNotFound() {
        for (String path : List.of("/v1/completions", "/v1/chat/completions")) {
            JsonNode error = http.postJson(
                            path, "{\"model\": \"gpt-4\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}")
                    .isProblem(404)
                    .json()
                    .path("error");
            assertThat(error.path("code").asString()).isEqualTo("model_not_found");
        }
        http.postJson("/v1/completions", "{\"model\": \"../x\"}").isProblem(404);
        http.postJson("/v1/completions", "{\"prompt\": \"Mega\"}").isStatus(200);
    }

    @Test
    void modelsAreListedAndShown() {
        JsonNode list = http.get("/v1/models").isStatus(200).json();

        assertThat(list.path("object").asString()).isEqualTo("list");
        assertThat(list.path("data")).hasSize(1);
        JsonNode model = list.at("/data/0");
        assertThat(model.path("id").asString()).isEqualTo("dinosaurs");
        assertThat(model.path("object").asString()).isEqualTo("model");
        assertThat(model.path("owned_by").asString()).isEqualTo("charloom");
        assertThat(model.path("created").asLong()).isBetween(1_700_000_000L, 10_000_000_000L);
        assertThat(http.get("/v1/models/dinosaurs").isStatus(200).json()).isEqualTo(model);
        assertThat(http.get("/v1/models/dinosaurs:1")
                        .isStatus(200)
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo("dinosaurs:1");
        http.get("/v1/models/dinosaurs:2").isProblem(404);
        http.delete("/v1/models/nothing").isProblem(404);
    }

    @Test
    void theTextsOfMessagesAreJoinedByNewlines() {
        String messages = "'messages': [{'role': 'system', 'content': 'Names'}, {'role': 'user', 'content': ["
                + "{'type': 'text', 'text': 'Me'}, {'type': 'text', 'text': 'ga'}]}]";
        JsonNode answer = chat(messages + ", 'seed': 7, 'n': 2").isStatus(200).json();

        assertThat(answer.path("id").asString()).startsWith("chatcmpl-");
        assertThat(answer.path("object").asString()).isEqualTo("chat.completion");
        assertThat(answer.at("/choices/0/message/role").asString()).isEqualTo("assistant");
        assertThat(answer.at("/choices/1/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo("Names\nMega".length());
        assertThat(answer.path("choices").findValuesAsString("content"))
                .isEqualTo(texts(completed("'prompt': 'Names\\nMega', 'seed': 7, 'n': 2")));
    }

    @Test
    void aChatIsStreamedAsDeltas() {
        String fields = "'messages': [{'role': 'user', 'content': 'Mega'}], 'seed': 7, 'max_completion_tokens': 20,"
                + " 'logprobs': true, 'top_logprobs': 2";
        JsonNode whole = chat(fields).isStatus(200).json();

        List<JsonNode> chunks = chunks(chat(fields + ", 'stream': true, 'stream_options': {'include_usage': true}")
                .isStatus(200));

        assertThat(chunks)
                .allSatisfy(chunk -> assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk"));
        assertThat(chunks.getFirst().at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(chunks.getLast().path("usage")).isEqualTo(whole.path("usage"));
        JsonNode end = chunks.get(chunks.size() - 2).at("/choices/0");
        assertThat(end.path("delta").isEmpty()).isTrue();
        assertThat(end.path("finish_reason")).isEqualTo(whole.at("/choices/0/finish_reason"));
        List<JsonNode> middle = chunks.subList(1, chunks.size() - 2);
        assertThat(middle)
                .allSatisfy(
                        chunk -> assertThat(chunk.at("/choices/0/finish_reason").isNull())
                                .isTrue());
        assertThat(middle.stream()
                        .map(chunk -> chunk.at("/choices/0/delta/content").asString())
                        .collect(Collectors.joining()))
                .isEqualTo(whole.at("/choices/0/message/content").asString());
        assertThat(middle.stream()
                        .flatMap(
                                chunk -> chunk.at("/choices/0/logprobs/content").valueStream())
                        .toList())
                .isEqualTo(whole.at("/choices/0/logprobs/content").valueStream().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'messages': []",
                "'messages': 'x'",
                "'messages': [null]",
                "'messages': [{'role': 'user', 'content': 5}]",
                "'messages': [{'role': 'user', 'content': true}]",
                "'messages': [{'role': 'user', 'content': {'type': 'text', 'text': 'x'}}]",
                "'messages': [{'role': 'user', 'content': [null]}]",
                "'x': 1",
                "'messages': [{'role': 'user', 'content': [{'type': 'image_url'}]}]",
                "'messages': [{'role': 'user', 'content': 'Mega9'}]"
            })
    void messagesThatAreNoTextsAreRefused(String fields) {
        assertThat(chat(fields).isProblem(422).json().at("/error/param").asString())
                .isEqualTo("messages");
    }

    @Test
    void characterThatTheModelDoesNotKnowMayBeLeftOut() {
        assertThat(texts(completed("'prompt': 'M9ega!', 'seed': 7, 'unknown': 'skip'")))
                .isEqualTo(texts(completed("'prompt': 'Mega', 'seed': 7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'max_tokens': 5", "'max_tokens': 0"})
    void whatIsEchoedIsWhatWasRead(String fields) {
        String more = ", 'seed': 7, 'echo': true, 'logprobs': 1, " + fields;

        JsonNode answer = completed("'prompt': ['M9ega!', '9'], 'unknown': 'skip'" + more);

        assertThat(texts(answer).getFirst()).startsWith("Mega");
        assertThat(answer.path("choices"))
                .isEqualTo(completed("'prompt': ['Mega', '']" + more).path("choices"));
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
    }
}
