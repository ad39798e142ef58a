package dev.charloom.web;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.repository.StorageFailed;
import dev.charloom.sampling.CharacterRules;
import dev.charloom.training.InvalidTrainingParams;
import dev.charloom.training.JobConflict;
import dev.charloom.training.JobId;
import dev.charloom.training.JobNotFound;
import dev.charloom.training.JobStatus;
import dev.charloom.training.QueueFull;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ProblemsOverHttpTest extends WebTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/jobs/", "/train/", "/models/names/versions", "/error", "/actuator/env", "/v1"})
    void anUnknownPathIsNotFound(String path) {
        assertThat(http.get(path).isProblem(404).json().path("instance").asString())
                .isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /train, POST",
        "GET, /train, POST",
        "POST, /sample, GET",
        "PUT, /jobs/01jd3x8k2v5c, GET",
        "PUT, /jobs/01jd3x8k2v5c, DELETE",
        "PATCH, /jobs, GET",
        "FETCH, /jobs, GET",
        "POST, /actuator/health, GET"
    })
    void aMethodThatAPathDoesNotTakeIsRefusedWithThoseItTakes(String method, String path, String allowed) {
        Answer answer = http.send(method, path, BodyPublishers.noBody()).isProblem(405);

        assertThat(answer.header("Allow").split(", ")).contains(allowed);
    }

    @Test
    void optionsTellTheMethods() {
        Answer answer = http.send("OPTIONS", "/train", BodyPublishers.noBody()).isStatus(200);

        assertThat(answer.header("Allow").split(",")).contains("POST", "OPTIONS");
    }

    @Test
    void headAnswersAsGetWithoutABody() {
        given(training.list(any(), anyInt(), any())).willReturn(List.of());

        Answer answer = http.send("HEAD", "/jobs", BodyPublishers.noBody()).isStatus(200);

        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void aFormOfAnswerThatIsNotOfferedIsNotAcceptable() {
        assertThat(http.get("/jobs", "Accept", "application/xml")
                        .isProblem(406)
                        .json()
                        .path("detail")
                        .asString())
                .contains("application/json");
    }

    @Test
    void aBodyOfAnotherTypeIsRefusedWithThoseThatAreRead() {
        Answer answer = http.send(
                        "POST",
                        "/train?model=names",
                        BodyPublishers.ofString("a=b"),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .isProblem(415);

        assertThat(answer.json().path("detail").asString())
                .contains("application/json", "text/plain", "multipart/form-data");
        assertThat(answer.header("Accept")).contains("text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain; charset=iso-8859-1", "text/plain; charset=utf-16", "text/plain; charset=koi8-r"})
    void aTextInAnotherCharacterSetIsRefused(String type) {
        Answer answer = http.send("POST", "/train?model=names", BodyPublishers.ofString("x"), "Content-Type", type)
                .isProblem(415);

        assertThat(answer.json().path("detail").asString()).contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=nonsense", "text", "*/*", "application/*"})
    void aTypeThatIsNoneIsRefused(String type) {
        http.send("POST", "/train?model=names", BodyPublishers.ofString("x"), "Content-Type", type)
                .isProblem(415);
    }

    @Test
    void aCompressedBodyIsRefused() {
        http.send(
                        "POST",
                        "/train?model=names",
                        BodyPublishers.ofString("x"),
                        "Content-Type",
                        "text/plain",
                        "Content-Encoding",
                        "gzip")
                .isProblem(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity, gzip", "x"})
    void whateverHeaderSaysThatABodyIsCompressedItIsRefused(String second) {
        http.send(
                        "POST",
                        "/train?model=names",
                        BodyPublishers.ofString("x"),
                        "Content-Type",
                        "text/plain",
                        "Content-Encoding",
                        "identity",
                        "Content-Encoding",
                        second)
                .isProblem(415);
        verifyNoInteractions(corpora);
    }

    @Test
    void ofManyUnknownFieldsAFewAreNamedAndTheOthersCounted() {
        String fields = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"a%d\":0".formatted(i))
                .collect(joining(","));

        Answer body =
                http.postJson("/complete", "{\"prompt\":1," + fields + "}").isProblem(422);
        Answer query = http.get("/jobs?" + "x=1&y=1&"
                        + IntStream.range(0, 500).mapToObj(i -> "a" + i + "=1").collect(joining("&")))
                .isProblem(422);

        assertThat(body.wrongFields())
                .hasSize(21)
                .startsWith("prompt", "a0", "a1")
                .endsWith("a19");
        assertThat(body.json().path("detail").asString())
                .startsWith("50001 fields are wrong: prompt must be")
                .endsWith("; a19 is not a known field; and 49980 more.");
        assertThat(body.body()).hasSizeLessThan(30_000);
        assertThat(query.wrongFields()).hasSize(20).startsWith("x", "y", "a0");
        assertThat(query.json().path("detail").asString()).endsWith("; and 482 more.");
    }

    @Test
    void ofManyViolationsSomeAreToldAndTheOthersCounted() {
        Map<Integer, Double> tooMuch =
                IntStream.range('z', 'z' + 500).boxed().collect(toMap(codePoint -> codePoint, _ -> 101.0));
        given(generation.complete(any(), any(), any()))
                .willAnswer(_ -> new CharacterRules(tooMuch, null, "", null)); // refuses them

        Answer answer = http.postJson("/complete", "{\"prompt\": \"a\"}").isProblem(422);

        assertThat(answer.json().path("errors").size()).isEqualTo(100);
        assertThat(answer.json().path("detail").asString())
                .startsWith("500 fields are wrong: ")
                .endsWith("; and 400 more.");
    }

    @Test
    void aListThatIsFarTooLongIsOneErrorThatSaysHowLong() {
        String stop = Stream.generate(() -> "\"\"").limit(100_000).collect(joining(","));

        Answer answer = http.postJson("/complete", "{\"prompt\": \"a\", \"stop\": [" + stop + "]}")
                .isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("stop");
        assertThat(answer.error("stop").path("value").asString()).isEqualTo("[100000 values]");
    }

    @Test
    void anUnknownJobIsNotFound() {
        given(training.find(anyString())).willThrow(new JobNotFound("01jd3x8k2v5c"));

        Answer answer = http.get("/jobs/01jd3x8k2v5c").isProblem(404);

        assertThat(answer.json().path("detail").asString()).isEqualTo("No job 01jd3x8k2v5c.");
        assertThat(answer.json().at("/error/code").asString()).isEqualTo("job_not_found");
    }

    @Test
    void aJobInAStatusThatDoesNotAllowItIsAConflict() {
        willThrow(new JobConflict(new JobId("01jd3x8k2v5c"), JobStatus.RUNNING, "deleted"))
                .given(training)
                .delete("01jd3x8k2v5c");

        assertThat(http.delete("/jobs/01jd3x8k2v5c")
                        .isProblem(409)
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("Job 01jd3x8k2v5c is running and cannot be deleted.");
    }

    @Test
    void aFullQueueSaysWhenToTryAgain() {
        given(training.submit(any(), any(), any())).willThrow(new QueueFull(16));

        Answer answer = http.postText("/train?model=names", "Ada\n").isProblem(503);

        assertThat(answer.header("Retry-After")).containsOnlyDigits().isNotEmpty();
    }

    @Test
    void parametersThatTheServiceRefusesAreWrongFields() {
        given(training.submit(any(), any(), any()))
                .willThrow(new InvalidTrainingParams(List.of(
                        new InvalidTrainingParams.Violation("batchSize", "4096", "at most 12 with this corpus"))));

        Answer answer = http.postText("/train?model=names", "Ada\n").isProblem(422);

        assertThat(answer.error("batchSize").path("allowed").asString()).isEqualTo("at most 12 with this corpus");
        assertThat(answer.json().at("/error/param").asString()).isEqualTo("batchSize");
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, 507, storage_full",
        "Disk quota exceeded, 507, storage_full",
        "Too many open files, 503, unavailable"
    })
    void aShortageIsToldAndIsOneLineInTheLog(String words, int status, String code, CapturedOutput log) {
        var failure = new StorageFailed("job 7 could not be stored", new IOException("/secret: " + words));
        given(training.pause(anyString())).willThrow(failure);

        Answer answer = http.post("/jobs/01jd3x8k2v5c/pause").isProblem(status);

        assertThat(answer.json().at("/error/code").asString()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("/secret").doesNotContain("\"id\"");
        assertThat(log.getAll())
                .containsOnlyOnce("job 7 could not be stored: /secret: " + words)
                .doesNotContain("\tat ");
    }

    @Test
    void anUnknownFailureShowsAnIdThatIsInTheLogOnceAndNothingElse(CapturedOutput log) {
        given(training.find(anyString())).willThrow(new IllegalStateException("secret of /var/lib/charloom"));

        Answer answer = http.get("/jobs/01jd3x8k2v5c").isProblem(500);

        String id = answer.json().path("id").asString();
        assertThat(id).hasSize(36);
        assertThat(answer.body()).doesNotContain("secret", "/var/lib", "Exception", "at dev.charloom");
        assertThat(log.getAll()).containsOnlyOnce(id).containsOnlyOnce("secret of /var/lib/charloom");
    }
}
