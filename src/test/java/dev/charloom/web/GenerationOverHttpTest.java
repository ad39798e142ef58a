package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.generation.Author;
import dev.charloom.generation.Distinct;
import dev.charloom.generation.EnsembleMismatch;
import dev.charloom.generation.FinishReason;
import dev.charloom.generation.GeneratedText;
import dev.charloom.generation.Generation;
import dev.charloom.generation.GenerationParams;
import dev.charloom.generation.ModelChoice;
import dev.charloom.generation.NotOneLine;
import dev.charloom.generation.NoveltyUnknown;
import dev.charloom.generation.Precision;
import dev.charloom.generation.Prompts;
import dev.charloom.generation.SessionConflict;
import dev.charloom.generation.SessionId;
import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.generation.TimeLimitExceeded;
import dev.charloom.generation.WritingQueueFull;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.CharacterRules;
import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.Penalties;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.Search;
import dev.charloom.sampling.regex.RegexRejected;
import dev.charloom.training.JobNotFound;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import tools.jackson.databind.JsonNode;

class GenerationOverHttpTest extends WebTest {

    private static final Generation WRITTEN = new Generation(
            Author.of(ModelReference.parse("dinosaurs:3")),
            List.of(
                    new GeneratedText("Megaraptor", FinishReason.STOP),
                    new GeneratedText("Übersaurus\u2026", FinishReason.LENGTH)),
            17,
            4,
            21,
            0);

    @BeforeEach
    void write() {
        given(generation.sample(any(), any(), any(), any())).willReturn(WRITTEN);
        given(generation.complete(any(), any(), any())).willReturn(WRITTEN);
    }

    @Test
    void samplesComeAsJson() {
        Answer answer = http.get("/sample?model=dinosaurs&n=2&startingWith=Mega%20%C3%BC&seed=17")
                .isStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("""
                {"model":"dinosaurs","version":3,"samples":[{"text":"Megaraptor","finishReason":"stop"},\
                {"text":"Übersaurus…","finishReason":"length"}],"seed":17}""");
        verify(generation)
                .sample(ModelChoice.of(ModelReference.parse("dinosaurs")), params(2, 17L), "Mega ü", Distinct.NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "text/plain, */*;q=0.1", "text/*"})
    void samplesComeOneALineWhereTextIsAskedFor(String accepted) {
        willReturn(stream(WRITTEN)).given(generation).streamSamples(any(), any(), any(), any());

        Answer answer = http.get("/sample", "Accept", accepted).isStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertThat(answer.header("Charloom-Model")).isEqualTo("dinosaurs:3");
        assertThat(answer.header("Charloom-Seed")).isEqualTo("17");
        assertThat(answer.body()).isEqualTo("Megaraptor\nÜbersaurus…\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/json", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
    void samplesComeAsJsonToEverybodyElse(String accepted) {
        assertThat(http.get("/sample", "Accept", accepted).isStatus(200).header("Content-Type"))
                .isEqualTo("application/json");
    }

    @Test
    void everyParameterOfASampleMayBeLeftOut() {
        http.get("/sample").isStatus(200);

        verify(generation).sample(ModelChoice.of(null), params(1, null), "", Distinct.NO);
    }

    @Test
    void emptyParametersThatHaveNoDefaultCountAsLeftOut() {
        http.get("/sample?model=&n=1&temperature=1.0&topP=0.9&topK=&minP=&seed=&startingWith=")
                .isStatus(200);

        verify(generation).sample(ModelChoice.of(null), params(1, null), "", Distinct.NO);
    }

    @Test
    void theParametersOfASampleArrive() {
        http.get("/sample?temperature=0&topP=1&topK=5&minP=1e-2&maxLength=7").isStatus(200);

        assertThat(sampled().decoding().sampling()).isEqualTo(new SamplingParams(0, 1, 5, 0.01));
        assertThat(sampled().maxLength()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "n, 0",
        "n, 100001&maxLength=1",
        "n, 1.0",
        "n, +1",
        "n, 01",
        "n, 1e2",
        "n, 0x1",
        "n, %201",
        "n, ''",
        "n, %D9%A1",
        "n, 99999999999999999999",
        "temperature, -0.1",
        "temperature, 100.1",
        "temperature, NaN",
        "temperature, Infinity",
        "temperature, 1e400",
        "temperature, 1f",
        "temperature, .5",
        "temperature, ''",
        "topP, 0",
        "topP, 1.01",
        "topK, 0",
        "minP, 2",
        "seed, -1",
        "seed, 9007199254740992",
        "maxLength, 1000001",
        "model, ..",
        "model, a:b",
        "model, a:0",
        "stream, true",
        "topp, 0.9",
        "unique, yes",
        "novel, 1",
        "unique, true&temperature=0",
        "novel, true&beams=2",
        "unique, true&bestOf=2",
        "logprobs, 49&n=1000&maxLength=101",
        "logprobs, 0&unique=true&maxLength=80000",
        "logprobs, 1&novel=true&n=100000&maxLength=30"
    })
    void aWrongParameterIsRefusedByItsName(String name, String value) {
        Answer answer = http.get("/sample?" + name + "=" + value).isProblem(422);

        assertThat(answer.wrongFields()).containsExactly(name);
        verifyNoInteractions(generation);
    }

    @Test
    void whatIsTooLargeForItsTypeIsToldTheEndOfTheRange() {
        Answer answer = http.get("/sample?topK=99999999999").isProblem(422);

        assertThat(answer.error("topK").path("allowed").asString()).isEqualTo("1 to 2147483647");
    }

    @Test
    void aParameterThatIsGivenTwiceIsRefused() {
        Answer answer = http.get("/sample?seed=1&n=3&seed=2").isProblem(422);

        assertThat(answer.json().path("detail").asString()).isEqualTo("seed is given more than once.");
    }

    @Test
    void textsThatAreTooManyAndTooLongTogetherAreRefused() {
        Answer answer = http.get("/sample?n=2001&maxLength=10000").isProblem(422);

        assertThat(answer.json().path("detail").asString()).isEqualTo("maxLength times n must be at most 20000000.");
    }

    @Test
    void asManyLogProbabilitiesAsMayBeToldAreToldAndNoMore() {
        http.postJson("/complete", "{\"prompt\": \"a\", \"logprobs\": 4, \"maxLength\": 1000000}")
                .isStatus(200);
        http.get("/sample?n=1000&maxLength=5000&logprobs=0").isStatus(200);

        Answer answer = http.postJson("/complete", "{\"prompt\": \"a\", \"logprobs\": 5, \"maxLength\": 1000000}")
                .isProblem(422);
        assertThat(answer.json().path("detail").asString())
                .isEqualTo("logprobs plus 1, times maxLength, times n, must be at most 5000000.");
    }

    @Test
    void continuationsComeWithTheirUsage() {
        Answer answer = http.postJson("/complete", """
                        {"model": "dinosaurs:3", "prompt": "Mega", "n": 2, "seed": 17, "stop": ["\\n", "."],
                         "unknown": "skip", "topK": null}""").isStatus(200);

        assertThat(answer.body()).isEqualTo("""
                {"model":"dinosaurs","version":3,"completions":[{"text":"Megaraptor","finishReason":"stop"},\
                {"text":"Übersaurus…","finishReason":"length"}],"seed":17,\
                "usage":{"promptCharacters":4,"completionCharacters":21}}""");
        var params = new GenerationParams(SamplingParams.defaults(), 2, 200, List.of("\n", "."), true, 17L);
        verify(generation).complete(ModelChoice.of(ModelReference.parse("dinosaurs:3")), params, Prompts.of("Mega"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                         | prompt",
                "{'prompt': null}                           | prompt",
                "{'prompt': 7}                              | prompt",
                "{'prompt': 'a', 'stop': 'x'}               | stop",
                "{'prompt': 'a', 'stop': ['x', 7]}          | stop",
                "{'prompt': 'a', 'stop': ['']}              | stop",
                "{'prompt': 'a', 'stop': [['x']]}           | stop",
                "{'prompt': 'a', 'n': null}                 | n",
                "{'prompt': 'a', 'n': [1]}                  | n",
                "{'prompt': 'a', 'n': {'x': 1}}             | n",
                "{'prompt': 'a', 'n': 1.0}                  | n",
                "{'prompt': 'a', 'n': true}                 | n",
                "{'prompt': 'a', 'unknown': 'SKIP'}         | unknown",
                "{'prompt': 'a', 'unknown': 1}              | unknown",
                "{'prompt': 'a', 'seed': 9007199254740992}  | seed",
                "{'prompt': 'a', 'temperature': '1'}        | temperature",
                "{'prompt': 'a', 'temperature': NaN}        | temperature",
                "{'prompt': 'a', 'temperature': -Infinity}  | temperature",
                "{'prompt': 'a', 'temperature': 1e999999999999} | temperature",
                "{'prompt': 'a', 'stream': 'yes'}           | stream",
                "{'prompt': 'a', 'logprobs': true}          | logprobs",
                "{'prompt': 'a', 'logprobs': 101}           | logprobs",
                "{'prompt': 'a', 'logprobs': 5, 'maxLength': 1000000} | logprobs",
                "{'prompt': 'a', 'logprobs': 4, 'bestOf': 100, 'maxLength': 10001} | logprobs",
                "{'prompt': 'a', 'logprobs': 39, 'beams': 64, 'maxLength': 2000} | logprobs",
                "{'prompt': 'a', 'repetitionPenalty': 0}    | repetitionPenalty",
                "{'prompt': 'a', 'frequencyPenalty': 2.1}   | frequencyPenalty",
                "{'prompt': 'a', 'presencePenalty': -3}     | presencePenalty",
                "{'prompt': 'a', 'typicalP': 0}             | typicalP",
                "{'prompt': 'a', 'logitBias': 3}            | logitBias",
                "{'prompt': 'a', 'logitBias': ['a']}        | logitBias",
                "{'prompt': 'a', 'logitBias': {'ab': 1}}    | logitBias",
                "{'prompt': 'a', 'logitBias': {'': 1}}      | logitBias",
                "{'prompt': 'a', 'logitBias': {'a': '1'}}   | logitBias",
                "{'prompt': 'a', 'logitBias': {'a': 101}}   | logitBias",
                "{'prompt': 'a', 'logitBias': {'a': 1, 'a': 2}} | logitBias",
                "{'prompt': 'a', 'allowedCharacters': ''}   | allowedCharacters",
                "{'prompt': 'a', 'bannedCharacters': 7}     | bannedCharacters",
                "{'prompt': 'a', 'regex': ''}               | regex",
                "{'prompt': 'a', 'regex': 'a', 'stop': ['b']} | stop",
                "{'prompt': 'a', 'n': 3, 'bestOf': 2}       | bestOf",
                "{'prompt': 'a', 'n': 3, 'beams': 2}        | beams",
                "{'prompt': 'a', 'beams': 2, 'bestOf': 2}   | beams",
                "{'prompt': 'a', 'beams': 2, 'temperature': 0.5} | beams",
                "{'prompt': 'a', 'beams': 2, 'seed': 1}     | beams",
                "{'prompt': 'a', 'beams': 2, 'maxLength': 2001} | maxLength",
                "{'prompt': 'a', 'lengthPenalty': 1}        | lengthPenalty",
                "{'prompt': 'a', 'prompt': 'b'}             | prompt",
                "{'prompt': 'a', 'n': 1e-9999999999}        | n",
                "{'prompt': 'a', 'topP': 0e9999999999}      | topP",
                "{'prompt': 'a', 'temperature': -INF}       | temperature",
                "{'prompt': 'a', 'n': +INF}                 | n",
                "{'prompt': 'a', 'foo': -INF}               | foo",
                "{'prompt': 'a', 'foo': 1e9999999999}       | foo",
                "{'prompt': 'a\\ud800'}                     | prompt",
                "{'prompt': 'a', '\\ud800': 1}              | ?"
            })
    void aWrongFieldIsRefusedByItsName(String body, String field) {
        Answer answer = http.postJson("/complete", body.replace('\'', '"')).isProblem(422);

        assertThat(answer.wrongFields()).containsExactly(field);
        verifyNoInteractions(generation);
    }

    @ParameterizedTest
    @CsvSource({"1e-9999999999, true", "1e-999, true", "-INF, true", "0e5, false", "-1.5e-3, false", "100, false"})
    void aNumberThatClientsWouldReadAsAnotherOneIsShownAsText(String literal, boolean text) {
        JsonNode shown = http.postJson("/complete", "{\"prompt\": \"a\", \"foo\": " + literal + "}")
                .isProblem(422)
                .error("foo")
                .path("value");

        assertThat(shown.isString()).isEqualTo(text);
        assertThat(text ? shown.asString() : shown.decimalValue().stripTrailingZeros())
                .isEqualTo(text ? literal : new BigDecimal(literal).stripTrailingZeros());
    }

    @Test
    void aPromptMayBeEmptyButNotLeftOut() {
        http.postJson("/complete", "{\"prompt\": \"\"}").isStatus(200);

        assertThat(http.postJson("/complete", "{}")
                        .isProblem(422)
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("prompt is required.");
    }

    @Test
    void thePrecisionOfTheModelArrives() {
        http.get("/sample?precision=float32").isStatus(200);
        http.postJson("/complete", "{\"prompt\": \"a\", \"precision\": \"auto\"}")
                .isStatus(200);

        verify(generation)
                .sample(
                        eq(new ModelChoice(new ModelChoice.Source.Published(null), Precision.FLOAT32)),
                        any(),
                        any(),
                        any());
        verify(generation).complete(eq(ModelChoice.of(null)), any(), any());
        assertThat(http.get("/sample?precision=FLOAT32").isProblem(422).wrongFields())
                .containsExactly("precision");
    }

    @Test
    void anEnsembleAJobAndASessionArrive() {
        http.get("/sample?models=%7B%22a%22:2,%22b:3%22:0.5%7D").isStatus(200);
        http.get("/sample?job=01jd3x8k2v5c").isStatus(200);
        Answer answer = http.postJson("/complete", "{\"prompt\": \"a\", \"session\": \"story-1\"}")
                .isStatus(200);

        var choice = ArgumentCaptor.forClass(ModelChoice.class);
        verify(generation, times(2)).sample(choice.capture(), any(), any(), any());
        assertThat(choice.getAllValues().getFirst().source())
                .isEqualTo(new ModelChoice.Source.Ensemble(List.of(
                        new ModelChoice.Member(ModelReference.parse("a"), 2),
                        new ModelChoice.Member(ModelReference.parse("b:3"), 0.5))));
        assertThat(choice.getValue().source()).isEqualTo(new ModelChoice.Source.Job("01jd3x8k2v5c"));
        verify(generation).complete(any(), any(), eq(new Prompts(List.of("a"), new SessionId("story-1"))));
        assertThat(answer.json().path("session").toString()).isEqualTo("{\"id\":\"story-1\",\"characters\":25}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'job': '01jd3x8k2v5c', 'model': 'a'            | job",
                "'job': 'x'                                     | job",
                "'models': {'a': 1, 'b': 1}, 'model': 'a'       | models",
                "'models': {'a': 1, 'b': 1}, 'job': '01jd3x8k2v5c' | models",
                "'models': {'a': 1}                             | models",
                "'models': {'a': 1, 'b': 0}                     | models",
                "'models': {'a': 1, 'b': -1}                    | models",
                "'models': {'a': 1, '../b': 1}                  | models",
                "'models': ['a', 'b']                           | models",
                "'session': ''                                  | session",
                "'session': 'a b'                               | session",
                "'session': 's', 'n': 2                         | session",
                "'session': 's', 'bestOf': 2                    | session",
                "'session': 's', 'beams': 2                     | session",
                "'session': 's', 'regex': 'a'                   | session",
                "'session': 's', 'job': '01jd3x8k2v5c'          | session"
            })
    void aWrongChoiceOfWhatWritesIsRefusedByItsField(String fields, String field) {
        Answer answer = http.postJson("/complete", ("{'prompt': 'a', " + fields + "}").replace('\'', '"'))
                .isProblem(422);

        assertThat(answer.wrongFields()).containsExactly(field);
        verifyNoInteractions(generation);
    }

    @Test
    void whatTheModelsOrTheSessionDoNotAllowIsAProblem() {
        willThrow(new EnsembleMismatch("a and b have different vocabularies"))
                .willThrow(new SessionConflict("another request of session s is under way"))
                .willThrow(new JobNotFound("01jd3x8k2v5c"))
                .given(generation)
                .complete(any(), any(), any());

        assertThat(http.postJson("/complete", "{\"prompt\": \"a\", \"models\": {\"a\": 1, \"b\": 1}}")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("models");
        http.postJson("/complete", "{\"prompt\": \"a\", \"session\": \"s\"}").isProblem(409);
        http.postJson("/complete", "{\"prompt\": \"a\", \"job\": \"01jd3x8k2v5c\"}")
                .isProblem(404);
    }

    @Test
    void everyParameterOfDecodingArrives() {
        http.postJson("/complete", """
                        {"prompt": "a", "typicalP": 0.9, "repetitionPenalty": 1.2, "frequencyPenalty": -0.5,
                         "presencePenalty": 2, "logitBias": {"e": -5, "\\ud83d\\ude00": 2.5}, "allowedCharacters": "ab",
                         "bannedCharacters": "c\\n", "regex": "[ab]+", "n": 2, "bestOf": 4, "logprobs": 3}""").isStatus(200);

        var params = ArgumentCaptor.forClass(GenerationParams.class);
        verify(generation).complete(any(), params.capture(), any());
        assertThat(params.getValue().decoding())
                .isEqualTo(new Decoding(
                        new SamplingParams(1, 0.9, null, null, 0.9),
                        new Penalties(1.2, -0.5, 2),
                        new CharacterRules(Map.of((int) 'e', -5.0, 0x1F600, 2.5), "ab", "c\n", "[ab]+")));
        assertThat(params.getValue().search()).isEqualTo(new Search(4, null, 1));
        assertThat(params.getValue().logprobs()).isEqualTo(3);
    }

    @Test
    void inAQueryListsAndObjectsAreJson() {
        http.get("/sample?stop=%5B%22x%22,%22%C3%BC%22%5D&logitBias=%7B%22%C3%BC%22:-1%7D&beams=3&lengthPenalty=0.5")
                .isStatus(200);

        assertThat(sampled().stop()).containsExactly("x", "ü");
        assertThat(sampled().decoding().rules().bias()).isEqualTo(Map.of((int) 'ü', -1.0));
        assertThat(sampled().search()).isEqualTo(new Search(null, 3, 0.5));
        assertThat(http.get("/sample?stop=x&logitBias=e:1").isProblem(422).wrongFields())
                .containsExactlyInAnyOrder("stop", "logitBias");
    }

    @Test
    void whatIsMissingOfDistinctSamplesIsTold() {
        Answer answer = http.get("/sample?n=5&unique=true&novel=true").isStatus(200);

        assertThat(answer.json().path("shortfall").asInt()).isEqualTo(3);
        verify(generation).sample(ModelChoice.of(null), params(5, null), "", new Distinct(true, true));
        willThrow(new NoveltyUnknown(Author.of(ModelReference.parse("dinosaurs:3"))))
                .given(generation)
                .sample(any(), any(), any(), any());
        assertThat(http.get("/sample?novel=true").isProblem(422).wrongFields()).containsExactly("novel");
    }

    @Test
    void logProbabilitiesComeWithTheirAlternatives() {
        var character = new CharacterLogProbability(
                0x1F996, -0.25, List.of(new CharacterLogProbability.Alternative('M', -1.5)));
        given(generation.complete(any(), any(), any()))
                .willReturn(new Generation(
                        Author.of(ModelReference.parse("dinosaurs:3")),
                        List.of(new GeneratedText("🦖", FinishReason.STOP, List.of(character))),
                        17,
                        0,
                        1,
                        0));

        assertThat(http.postJson("/complete", "{\"prompt\": \"\", \"logprobs\": 1}")
                        .json()
                        .at("/completions/0/logprobs")
                        .toString())
                .isEqualTo(
                        "[{\"character\":\"🦖\",\"logprob\":-0.25,\"top\":[{\"character\":\"M\",\"logprob\":-1.5}]}]");
    }

    @Test
    void whatTheModelCannotFollowIsAProblemOfItsField() {
        willThrow(new RegexRejected("(a", "a group is not closed"))
                .given(generation)
                .complete(any(), any(), any());
        Answer regex = http.postJson("/complete", "{\"prompt\": \"\", \"regex\": \"(a\"}")
                .isProblem(422);
        assertThat(regex.error("regex").path("reason").asString()).isEqualTo("is not usable: a group is not closed");

        willThrow(new NotOneLine(4)).given(generation).sample(any(), any(), any(), any());
        Answer start = http.get("/sample?startingWith=mega%0Asaurus").isProblem(422);
        assertThat(start.error("startingWith").path("index").asInt()).isEqualTo(4);
        assertThat(start.error("startingWith").path("reason").asString())
                .contains("every text of this model is one line");

        willThrow(new WritingQueueFull(256)).given(generation).sample(any(), any(), any(), any());
        assertThat(http.get("/sample").isProblem(503).header("Retry-After")).isEqualTo("1");
        willThrow(new TimeLimitExceeded(Duration.ofMinutes(2)))
                .given(generation)
                .sample(any(), any(), any(), any());
        Answer tooLong = http.get("/sample").isProblem(503);
        assertThat(tooLong.json().path("type").asString()).isEqualTo("urn:charloom:problem:time-limit");
        assertThat(tooLong.header("Retry-After")).isEqualTo("30");
    }

    @Test
    void queryParametersBesideAJsonBodyAreRefused() {
        Answer answer = http.postJson("/complete?seed=1", "{\"prompt\": 1}").isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("prompt", "seed");
    }

    @Test
    void samplesComeAsObjectsWhereLinesOfJsonAreAskedFor() {
        willReturn(stream(WRITTEN)).given(generation).streamSamples(any(), any(), any(), any());

        Answer answer = http.get("/sample?n=5&unique=true", "Accept", "application/x-ndjson")
                .isStatus(200);

        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(answer.body()).isEqualTo("""
                {"text":"Megaraptor","finishReason":"stop"}
                {"text":"Übersaurus…","finishReason":"length"}
                {"shortfall":3}
                """);
    }

    @ParameterizedTest
    @CsvSource({"'', text/event-stream", "', \"stream\": true', application/json"})
    void completionsComeAsEventsWhereAStreamIsAskedFor(String field, String accepted) {
        TextStream stream = stream(WRITTEN);
        willReturn(stream).given(generation).streamCompletions(any(), any(), any());

        Answer answer = http.send(
                        "POST",
                        "/complete",
                        BodyPublishers.ofString("{\"prompt\": \"a\"" + field + "}"),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        accepted)
                .isStatus(200);

        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.body()).isEqualTo("""
                data: {"index":0,"text":"Mega"}

                data: {"index":1,"text":"🦖"}

                : ping

                data: {"index":0,"text":"","finishReason":"stop"}

                data: {"index":1,"text":"","finishReason":"length","model":"dinosaurs","version":3,"seed":17,\
                "usage":{"promptCharacters":4,"completionCharacters":21}}

                """);
        verify(stream, atLeastOnce()).close();
    }

    @Test
    void aFailureInTheMidstOfAStreamIsAnEvent() throws Exception {
        TextStream stream = stream(WRITTEN);
        willReturn(stream).given(generation).streamCompletions(any(), any(), any());
        willReturn(new TextEvent.Grown(0, "a", List.of()))
                .willThrow(new IllegalStateException("secret"))
                .given(stream)
                .next(any());

        String body = http.postJson("/complete", "{\"prompt\": \"\", \"stream\": true}")
                .isStatus(200)
                .body();

        assertThat(body)
                .contains("event: error\ndata: {\"type\":\"urn:charloom:problem:internal\"")
                .contains("\"error\":{\"message\"")
                .doesNotContain("secret");
        verify(stream, atLeastOnce()).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream",
                "text/event-stream, application/json",
                "text/*",
                "application/json, text/event-stream;q=0.1"
            })
    void whetherTheRequestIsStreamedIsForItsFieldToSayAndThenForTheHeader(String accepted) {
        Answer answer = http.send(
                        "POST",
                        "/complete",
                        BodyPublishers.ofString("{\"prompt\": \"a\", \"stream\": false}"),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        accepted)
                .isStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        verify(generation, times(1)).complete(any(), any(), any());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json, text/plain;q=0.1               | application/json",
                "text/plain;q=0.1, application/json;q=0.2         | application/json",
                "application/json;q=0.1, */*;q=0.5                | text/plain;charset=UTF-8",
                "application/json;q=0, application/x-ndjson;q=0.1 | application/x-ndjson;charset=UTF-8"
            })
    void theFormIsChosenByTheQualityOfTheNarrowestRange(String accepted, String form) {
        willReturn(stream(WRITTEN)).given(generation).streamSamples(any(), any(), any(), any());

        assertThat(http.get("/sample", "Accept", accepted).isStatus(200).header("Content-Type"))
                .isEqualTo(form);
    }

    /// The answer to a prompt in one of the forms that are accepted.
    private Answer completed(String accepted) {
        return http.send(
                "POST",
                "/complete",
                BodyPublishers.ofString("{\"prompt\": \"a\"}"),
                "Content-Type",
                "application/json",
                "Accept",
                accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream;q=0", "text/event-stream;q=0, */*", "*/*;q=0"})
    void aFormOfQualityZeroIsNotLikedForStandingFirst(String accepted) {
        assertThat(completed(accepted).isStatus(200).header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({"/v1/completions, AUTO", "/v1/completions, FLOAT32", "/v1/chat/completions, FLOAT32"})
    void clientsOfTheApiOfOpenAiChooseThePrecision(String path, Precision precision) {
        String body = """
                {"model": "dinosaurs", "messages": [{"role": "user", "content": "a"}], "precision": "%s"}""";

        http.postJson(path, body.formatted(precision.name().toLowerCase(Locale.ROOT)))
                .isStatus(200);

        verify(generation).complete(eq(new ModelChoice(ModelReference.parse("dinosaurs"), precision)), any(), any());
    }

    @Test
    void logProbabilitiesThatWereAskedForAreThereAlsoOfATextWithoutCharacters() throws InterruptedException {
        var empty = new Generation(WRITTEN.author(), List.of(new GeneratedText("", FinishReason.STOP)), 17, 4, 0, 0);
        given(generation.sample(any(), any(), any(), any())).willReturn(empty);
        given(generation.complete(any(), any(), any())).willReturn(empty);
        TextStream stream = stream(WRITTEN);
        willReturn(new TextEvent.Ended(0, empty.texts().getFirst()), new TextEvent.Done(0, 1))
                .given(stream)
                .next(any());
        willReturn(stream).given(generation).streamSamples(any(), any(), any(), any());
        String none = "{\"text\":\"\",\"finishReason\":\"stop\",\"logprobs\":[]}";

        assertThat(http.get("/sample?logprobs=1").body()).contains("[" + none + "]");
        assertThat(http.postJson("/complete", "{\"prompt\": \"\", \"logprobs\": 1}")
                        .body())
                .contains("[" + none + "]");
        assertThat(http.get("/sample?logprobs=1", "Accept", "application/x-ndjson")
                        .body())
                .isEqualTo(none + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-ndjson"})
    void aFailureInTheMidstOfLinesBreaksTheConnectionOff(String accepted) throws Exception {
        TextStream stream = stream(WRITTEN);
        willReturn(stream).given(generation).streamSamples(any(), any(), any(), any());
        willReturn(new TextEvent.Ended(0, WRITTEN.texts().getFirst()))
                .willReturn((Object) null) // what is written is handed on
                .willThrow(new IllegalStateException("secret"))
                .given(stream)
                .next(any());

        String answer =
                http.sendRaw("GET /sample HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n".formatted(accepted));

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("Transfer-Encoding: chunked", "Megaraptor");
        assertThat(answer).doesNotEndWith("\r\n0\r\n\r\n").doesNotContain("urn:charloom:problem", "secret");
        verify(stream, atLeastOnce()).close();
    }

    @Test
    void aFailureBeforeAnyLineHasBeenSentIsAProblemAndNothingElse() throws Exception {
        TextStream stream = stream(WRITTEN);
        willReturn(stream).given(generation).streamSamples(any(), any(), any(), any());
        willReturn(new TextEvent.Ended(0, WRITTEN.texts().getFirst()))
                .willThrow(new IllegalStateException("secret"))
                .given(stream)
                .next(any());

        Answer answer = http.get("/sample", "Accept", "text/plain").isProblem(500);

        assertThat(answer.body()).doesNotContain("Megaraptor", "secret");
    }

    private static TextStream stream(Generation written) {
        try {
            TextStream stream = mock();
            given(stream.author()).willReturn(written.author());
            given(stream.seed()).willReturn(written.seed());
            given(stream.promptCharacters()).willReturn(written.promptCharacters());
            willReturn(new TextEvent.Grown(0, "Me", List.of()))
                    .willReturn(new TextEvent.Grown(0, "ga", List.of()))
                    .willReturn(new TextEvent.Grown(1, "🦖", List.of()))
                    .willReturn((Object) null)
                    .willReturn((Object) null)
                    .willReturn(new TextEvent.Ended(0, written.texts().get(0)))
                    .willReturn(new TextEvent.Ended(1, written.texts().get(1)))
                    .willReturn(new TextEvent.Done(written.completionCharacters(), 2))
                    .given(stream)
                    .next(any());
            return stream;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void otherFormsAreNotOffered() {
        completed("text/csv").isProblem(406);
    }

    private static GenerationParams params(int n, @Nullable Long seed) {
        return new GenerationParams(SamplingParams.defaults(), n, 200, List.of(), false, seed);
    }

    private GenerationParams sampled() {
        var params = ArgumentCaptor.forClass(GenerationParams.class);
        verify(generation).sample(any(), params.capture(), any(), any());
        return params.getValue();
    }
}
