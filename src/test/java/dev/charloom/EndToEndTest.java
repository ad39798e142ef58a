package dev.charloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.charloom.web.Answer;
import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The whole service over HTTP: a corpus goes in, text comes out.
class EndToEndTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SMALL =
            "&layers=1&hiddenSize=16&embeddingSize=8&batchSize=8&sequenceLength=16&epochs=4";

    @TempDir
    Path directory;

    private ConfigurableApplicationContext service;
    private HttpCalls http;

    @BeforeEach
    void start() {
        service = SpringApplication.run(
                CharloomApplication.class,
                "--server.port=0",
                "--charloom.models-dir=" + directory.resolve("models"),
                "--charloom.data-dir=" + directory.resolve("data"));
        http = new HttpCalls(
                ((WebServerApplicationContext) service).getWebServer().getPort());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static String names(String... stems) {
        var text = new StringBuilder();
        for (String stem : stems) {
            for (char c = 'a'; c <= 'p'; c++) {
                text.append(stem).append(c).append('\n');
            }
        }
        return text.toString();
    }

    private JsonNode train(String query, String corpus) {
        Answer answer = http.postText("/train?" + query, corpus).isStatus(202);
        assertThat(answer.header("Location"))
                .isEqualTo("/jobs/" + answer.json().path("id").asString());
        return ended(answer.json().path("id").asString());
    }

    private JsonNode ended(String id) {
        List<String> over = List.of("succeeded", "failed", "cancelled");
        return await().atMost(PATIENCE)
                .until(
                        () -> http.get("/jobs/" + id).isStatus(200).json(),
                        job -> over.contains(job.path("status").asString()));
    }

    private byte[] weights(String model, int version) throws IOException {
        return Files.readAllBytes(directory.resolve("models/" + model + "/" + version + "/weights.safetensors"));
    }

    @Test
    void aCorpusBecomesAModelThatWritesAndCompletes() {
        JsonNode job = train("model=names&seed=3" + SMALL, names("anna", "otto"));

        assertThat(job.path("status").asString()).isEqualTo("succeeded");
        assertThat(job.path("version").asInt()).isEqualTo(1);
        assertThat(job.at("/params/mode").asString()).isEqualTo("lines");
        assertThat(job.at("/progress/fraction").asDouble()).isEqualTo(1.0);
        assertThat(job.at("/progress/bitsPerCharacter").asDouble())
                .isCloseTo(job.at("/progress/validationLoss").asDouble() / Math.log(2), within(1e-9));
        assertThat(job.path("samples")).isNotEmpty();

        JsonNode training = http.get("/models/names").isStatus(200).json().path("training");
        for (String quantized : List.of("int8ValidationLoss", "int6ValidationLoss")) {
            assertThat(training.path(quantized).asDouble())
                    .isCloseTo(training.path("validationLoss").asDouble(), within(0.05));
        }

        JsonNode sample = http.get("/sample?n=3&seed=5").isStatus(200).json();
        assertThat(sample.path("model").asString()).isEqualTo("names");
        assertThat(sample.path("samples")).hasSize(3);
        JsonNode again =
                http.get("/sample?model=names:1&n=3&seed=5").isStatus(200).json();
        assertThat(again.path("samples")).isEqualTo(sample.path("samples"));

        JsonNode started = http.get("/sample?n=2&startingWith=ot&maxLength=5")
                .isStatus(200)
                .json();
        assertThat(started.path("samples")).allSatisfy(text -> {
            assertThat(text.path("text").asString()).startsWith("ot").doesNotContain("\n");
            assertThat(text.path("text").asString().length()).isLessThanOrEqualTo(5);
        });

        JsonNode completion = http.postJson(
                        "/complete", "{\"model\":\"names\",\"prompt\":\"an\",\"temperature\":0,\"maxLength\":4}")
                .isStatus(200)
                .json();
        assertThat(completion.at("/usage/promptCharacters").asInt()).isEqualTo(2);
        assertThat(completion.at("/completions/0/text").asString()).doesNotStartWith("an");
        http.postJson("/complete", "{\"prompt\":\"anx\"}").isProblem(422);
        http.postJson("/complete", "{\"prompt\":\"anx\",\"unknown\":\"skip\"}").isStatus(200);
    }

    @Test
    void theSameSeedGivesTheSameWeightsBitForBitWhicheverWayTheCorpusCame() throws IOException {
        train("model=one&seed=7" + SMALL, names("anna", "otto"));
        train("model=two&seed=7" + SMALL, "\uFEFF" + names("anna", "otto").replace("\n", "\r\n"));
        train("model=three&seed=8" + SMALL, names("anna", "otto"));

        assertThat(weights("two", 1)).isEqualTo(weights("one", 1)).isNotEqualTo(weights("three", 1));
        assertThat(http.get("/sample?model=two&n=5&seed=1").json().path("samples"))
                .isEqualTo(http.get("/sample?model=one&n=5&seed=1").json().path("samples"));
    }

    @Test
    void aTextAndItsLogProbabilitiesAreTheSameHoweverManyAreWrittenBesideIt() {
        train("model=names&maxSteps=3&hiddenSize=256&layers=2&embeddingSize=8&batchSize=8", names("anna", "otto"));
        String body = "{\"model\":\"names\",\"prompt\":\"a\",\"seed\":4,\"logprobs\":3,\"maxLength\":30,\"n\":%d}";

        JsonNode alone =
                http.postJson("/complete", body.formatted(1)).isStatus(200).json();
        for (int n : new int[] {2, 7, 32}) {
            JsonNode beside =
                    http.postJson("/complete", body.formatted(n)).isStatus(200).json();
            assertThat(beside.path("completions")).hasSize(n);
            assertThat(beside.at("/completions/0")).as("of %d", n).isEqualTo(alone.at("/completions/0"));
        }
        JsonNode engine = http.get("/actuator/info").isStatus(200).json().path("engine");
        assertThat(engine.path("kernel").asString()).isIn("avx2", "avx512", "java", "onednn");
        assertThat(engine.path("writingKernel").asString()).isIn("avx2", "avx512", "java");
    }

    @Test
    void samplesMayBeUniqueAndNewWhereTheModelKnowsItsCorpus() {
        String corpus = names("anna", "otto");
        train("model=names&mode=lines" + SMALL, corpus);

        JsonNode sample = http.get("/sample?n=60&unique=true&novel=true&topP=1&maxLength=8")
                .isStatus(200)
                .json();

        List<String> texts = sample.path("samples").findValuesAsString("text");
        assertThat(texts).hasSize(60).doesNotHaveDuplicates();
        assertThat(corpus.lines()).doesNotContainAnyElementsOf(texts);
        assertThat(sample.path("shortfall").asInt()).isZero();
        String two = http.get("/sample?n=9&unique=true&regex=an?&maxLength=8", "Accept", "application/x-ndjson")
                .isStatus(200)
                .body();
        assertThat(two.lines().filter(line -> line.contains("text"))).hasSizeLessThanOrEqualTo(2);
        assertThat(two).contains("{\"shortfall\":");
    }

    @Test
    void charactersOfAllPlanesGoAllTheWayThrough() {
        train("model=signs&mode=lines" + SMALL, names("привет😀", "мир𝔞🦖"));

        JsonNode sample = http.get("/sample?model=signs&n=20&temperature=1.5&topP=1&maxLength=12")
                .isStatus(200)
                .json();
        String letters = names("привет😀", "мир𝔞🦖");
        assertThat(sample.path("samples"))
                .allSatisfy(text -> assertThat(text.path("text")
                                .asString()
                                .codePoints()
                                .boxed()
                                .toList())
                        .hasSizeLessThanOrEqualTo(12)
                        .allMatch(c -> letters.indexOf(c) >= 0));
        JsonNode completion = http.postJson("/complete", "{\"model\":\"signs\",\"prompt\":\"мир𝔞🦖\",\"maxLength\":3}")
                .isStatus(200)
                .json();
        assertThat(completion.at("/usage/promptCharacters").asInt()).isEqualTo(5);
        assertThat(http.postJson("/complete", "{\"model\":\"signs\",\"prompt\":\"мир🎉\"}")
                        .isProblem(422)
                        .body())
                .contains("🎉");
    }

    @Test
    void aStreamOfTextIsWrittenToItsLengthAlsoWithoutAnyNewline() {
        train("model=stream&mode=text&validationFraction=0.2" + SMALL, "abcabdabe".repeat(300));

        JsonNode sample =
                http.get("/sample?model=stream&n=4&maxLength=50").isStatus(200).json();
        assertThat(sample.path("samples")).allSatisfy(text -> {
            assertThat(text.path("text").asString()).hasSize(50);
            assertThat(text.path("finishReason").asString()).isEqualTo("length");
        });
        JsonNode stopped = http.postJson(
                        "/complete",
                        "{\"model\":\"stream\",\"prompt\":\"abca\",\"stop\":[\"b\"],\"topP\":1,\"maxLength\":500}")
                .json();
        assertThat(stopped.at("/completions/0/text").asString()).doesNotContain("b");
        assertThat(stopped.at("/completions/0/finishReason").asString()).isEqualTo("stop");
    }

    @Test
    void aSecondTrainingMakesAVersionAndTheFirstCanBeServedAgain() {
        train("model=names&seed=1" + SMALL, names("anna", "otto"));
        train("model=names&seed=2" + SMALL, names("anna", "otto"));

        JsonNode model = http.get("/models/names").isStatus(200).json();
        assertThat(model.path("version").asInt()).isEqualTo(2);
        assertThat(model.path("versions")).hasSize(2);
        http.putJson("/models/names/current", "{\"version\":1}").isStatus(200);
        assertThat(http.get("/sample?model=names").json().path("version").asInt())
                .isEqualTo(1);
        assertThat(http.get("/sample?model=names:2").json().path("version").asInt())
                .isEqualTo(2);
        http.get("/sample?model=names:3").isProblem(404);
        http.delete("/models/names").isStatus(204);
        http.get("/sample?model=names").isProblem(404);
    }

    @Test
    void theTutorialsModelHasTheTutorialsNumberOfParameters() {
        String corpus = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        train(
                "model=tutorial&mode=lines&cell=gru&layers=1&hiddenSize=1024&embeddingSize=256&maxSteps=1&batchSize=1"
                        + "&sequenceLength=4&validationFraction=0",
                corpus);

        JsonNode model = http.get("/models/tutorial").isStatus(200).json();
        assertThat(model.path("parameterCount").asLong()).isEqualTo(4_006_197);
        assertThat(model.path("layers")
                        .valueStream()
                        .map(layer -> layer.path("parameters").asLong()))
                .containsExactly(13_568L, 3_938_304L, 54_325L);
        assertThat(model.at("/history/0/trainLoss").asDouble()).isCloseTo(Math.log(53), within(0.1));
    }

    @Test
    void aRunningJobIsCancelledAndAnUnfinishedOneIsTakenUpAfterARestart() {
        Answer endless = http.postText(
                        "/train?model=endless&epochs=1000000" + SMALL.replace("&epochs=4", ""), names("a"))
                .isStatus(202);
        String id = endless.json().path("id").asString();
        await().atMost(PATIENCE)
                .until(() -> http.get("/jobs/" + id).json().at("/progress/step").asLong() > 0);
        Answer waiting =
                http.postText("/train?model=waiting" + SMALL, names("anna")).isStatus(202);

        stop();
        start();

        await().atMost(PATIENCE)
                .until(() ->
                        http.get("/jobs/" + id).json().path("status").asString().equals("running"));
        await().atMost(PATIENCE).until(() -> resumedAt(id).size() == 2);
        assertThat(resumedAt(id).getFirst()).isZero();
        assertThat(resumedAt(id).getLast()).isPositive();
        http.delete("/jobs/" + id).isProblem(409);
        http.post("/jobs/" + id + "/pause").isStatus(200);
        await().atMost(PATIENCE)
                .until(() ->
                        http.get("/jobs/" + id).json().path("status").asString().equals("paused"));
        http.post("/jobs/" + id + "/pause").isProblem(409);
        http.post("/jobs/" + id + "/resume").isStatus(200);
        http.post("/jobs/" + id + "/cancel").isStatus(200);
        assertThat(ended(id).path("status").asString()).isEqualTo("cancelled");
        http.post("/jobs/" + id + "/cancel").isProblem(409);
        assertThat(ended(waiting.json().path("id").asString()).path("status").asString())
                .isEqualTo("succeeded");
        http.get("/sample?model=endless").isProblem(404);
        http.delete("/jobs/" + id).isStatus(204);
        http.get("/jobs/" + id).isProblem(404);
    }

    @Test
    void aRunningJobWritesWithItsLatestCheckpointAndThenWithWhatItPublished() {
        String small = SMALL.replace("&epochs=4", "");
        Answer running = http.postText("/train?model=endless&epochs=1000000&checkpointEvery=2" + small, names("a", "b"))
                .isStatus(202);
        String id = running.json().path("id").asString();
        await().atMost(PATIENCE)
                .until(() -> !http.get("/jobs/" + id + "/checkpoints")
                        .json()
                        .path("checkpoints")
                        .isEmpty());

        JsonNode sample = http.get("/sample?n=2&job=" + id).isStatus(200).json();
        http.postJson("/complete", "{\"prompt\":\"a\",\"job\":\"%s\"}".formatted(id))
                .isStatus(200);
        assertThat(sample.path("model").asString()).isEqualTo("endless");
        assertThat(sample.path("version").isNull()).isTrue();
        assertThat(sample.path("samples")).hasSize(2);
        assertThat(http.get("/sample?novel=true&job=" + id).isProblem(422).wrongFields())
                .containsExactly("novel");
        http.post("/jobs/" + id + "/cancel").isStatus(200);

        String done = train("model=done" + SMALL, names("a", "b")).path("id").asString();
        JsonNode published =
                http.get("/sample?seed=3&job=" + done).isStatus(200).json();
        assertThat(published)
                .isEqualTo(http.get("/sample?seed=3&model=done:1").isStatus(200).json());
        http.get("/sample?job=000000000000").isProblem(404);
    }

    /// The steps at which a job has gone on.
    private List<Long> resumedAt(String id) {
        return http.get("/jobs/" + id + "/events")
                .isStatus(200)
                .json()
                .path("events")
                .valueStream()
                .filter(event -> event.path("type").asString().equals("resumed"))
                .map(event -> event.at("/data/step").asLong())
                .toList();
    }

    @Test
    void theEventsOfAJobAreStreamedUntilItHasEnded() {
        Answer queued =
                http.postText("/train?model=told" + SMALL, names("anna")).isStatus(202);
        String id = queued.json().path("id").asString();

        String stream = http.get("/jobs/" + id + "/events", "Accept", "text/event-stream")
                .isStatus(200)
                .body();

        assertThat(stream)
                .startsWith("id:1\nevent:status\n")
                .contains("event:evaluation", "event:sample", "event:checkpoint", "\"status\":\"succeeded\"");
        assertThat(http.get("/jobs/" + id).json().at("/history/losses")).isNotEmpty();
        JsonNode model = http.get("/models/told").json();
        assertThat(model.path("losses")).isNotEmpty();
        assertThat(model.at("/training/ended").asString()).isEqualTo("complete");
    }

    @Test
    void whatCannotBeTrainedOnIsRefusedAtOnceAndTheServiceGoesOn() {
        assertThat(http.postText("/train?model=x", "").isProblem(422).body()).contains("corpus");
        http.postText("/train?model=x", " \n\n ").isProblem(422);
        http.postText("/train?model=x&mode=text&validationFraction=0.9", "ab").isProblem(422);
        http.postText("/train?model=x&vocabulary=ascii", "caf\u00e9\n").isProblem(422);
        http.postText("/train?model=x&hiddenSize=4096&layers=16&batchSize=4096&sequenceLength=4096", names("anna"))
                .isProblem(422);
        assertThat(http.postText("/train?model=.x&hiddenSize=0&epochs=none&foo=1", "a")
                        .isProblem(422)
                        .wrongFields())
                .containsExactlyInAnyOrder("model", "hiddenSize", "epochs", "foo");

        assertThat(http.get("/jobs").json().path("jobs")).isEmpty();
        assertThat(directory.resolve("data/corpora")).isEmptyDirectory();
        assertThat(http.get("/actuator/health")
                        .isStatus(200)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        http.get("/sample").isProblem(404);
    }
}
