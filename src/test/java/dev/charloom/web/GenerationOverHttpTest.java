package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.generation.FinishReason;
import dev.charloom.generation.GeneratedText;
import dev.charloom.generation.Generation;
import dev.charloom.generation.GenerationParams;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.SamplingParams;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

class GenerationOverHttpTest extends WebTest {

    private static final Generation WRITTEN = new Generation(
            ModelReference.parse("dinosaurs:3"),
            List.of(
                    new GeneratedText("Megaraptor", FinishReason.STOP),
                    new GeneratedText("Übersaurus\u2026", FinishReason.LENGTH)),
            17,
            4,
            21);

    @BeforeEach
    void write() {
        given(generation.sample(any(), any(), any())).willReturn(WRITTEN);
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
        verify(generation).sample(ModelReference.parse("dinosaurs"), params(2, 17L), "Mega ü");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain;charset=UTF-8", "text/plain, */*;q=0.1", "text/*"})
    void samplesComeOneALineWhereTextIsAskedFor(String accepted) {
        Answer answer = http.get("/sample", "Accept", accepted).isStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
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

        verify(generation).sample(null, params(1, null), "");
    }

    @Test
    void emptyParametersThatHaveNoDefaultCountAsLeftOut() {
        http.get("/sample?model=&n=1&temperature=1.0&topP=0.9&topK=&minP=&seed=&startingWith=")
                .isStatus(200);

        verify(generation).sample(null, params(1, null), "");
    }

    @Test
    void theParametersOfASampleArrive() {
        http.get("/sample?temperature=0&topP=1&topK=5&minP=1e-2&maxLength=7").isStatus(200);

        assertThat(sampled().sampling()).isEqualTo(new SamplingParams(0, 1, 5, 0.01));
        assertThat(sampled().maxLength()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "n, 0",
        "n, 10001",
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
        "unique, true"
    })
    void aWrongParameterIsRefusedByItsName(String name, String value) {
        Answer answer = http.get("/sample?" + name + "=" + value).isProblem(422);

        assertThat(answer.wrongFields()).containsExactly(name);
        verifyNoInteractions(generation);
    }

    @Test
    void aParameterThatIsGivenTwiceIsRefused() {
        Answer answer = http.get("/sample?seed=1&n=3&seed=2").isProblem(422);

        assertThat(answer.json().path("detail").asString()).isEqualTo("seed is given more than once.");
    }

    @Test
    void textsThatAreTooManyAndTooLongTogetherAreRefused() {
        Answer answer = http.get("/sample?n=1001&maxLength=10000").isProblem(422);

        assertThat(answer.json().path("detail").asString()).isEqualTo("maxLength times n must be at most 10000000.");
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
        verify(generation).complete(ModelReference.parse("dinosaurs:3"), params, "Mega");
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
                "{'prompt': 'a', 'stream': true}            | stream",
                "{'prompt': 'a', 'logprobs': true}          | logprobs",
                "{'prompt': 'a', 'repetitionPenalty': 1.0}  | repetitionPenalty",
                "{'prompt': 'a', 'prompt': 'b'}             | prompt",
                "{'prompt': 'a\\ud800'}                     | prompt",
                "{'prompt': 'a', '\\ud800': 1}              | ?"
            })
    void aWrongFieldIsRefusedByItsName(String body, String field) {
        Answer answer = http.postJson("/complete", body.replace('\'', '"')).isProblem(422);

        assertThat(answer.wrongFields()).containsExactly(field);
        verifyNoInteractions(generation);
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
    void queryParametersBesideAJsonBodyAreRefused() {
        Answer answer = http.postJson("/complete?seed=1", "{\"prompt\": 1}").isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("prompt", "seed");
    }

    @Test
    void eventsAreNotOfferedYet() {
        http.send(
                        "POST",
                        "/complete",
                        BodyPublishers.ofString("{\"prompt\": \"a\"}"),
                        "Content-Type",
                        "application/json",
                        "Accept",
                        "text/event-stream")
                .isProblem(406);
    }

    private static GenerationParams params(int n, @Nullable Long seed) {
        return new GenerationParams(SamplingParams.defaults(), n, 200, List.of(), false, seed);
    }

    private GenerationParams sampled() {
        var params = ArgumentCaptor.forClass(GenerationParams.class);
        verify(generation).sample(any(), params.capture(), any());
        return params.getValue();
    }
}
