package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.training.CheckpointInfo;
import dev.charloom.training.Job;
import dev.charloom.training.JobConflict;
import dev.charloom.training.JobEvent;
import dev.charloom.training.JobId;
import dev.charloom.training.JobStatus;
import dev.charloom.training.Progress;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JobsOverHttpTest extends WebTest {

    private static final String ID = "01jd3x8k2v5c";

    @Test
    void aRunningJobTellsHowFarItIs() {
        given(training.find(ID))
                .willReturn(Jobs.running(ID, new Progress(2, 20, 50, 200, 1e5, 12.5, 1.5, 2.0, 1.9, 2.885)));

        JsonNode job = http.get("/jobs/" + ID).isStatus(200).json();

        assertThat(job.propertyNames())
                .containsExactly(
                        "id",
                        "model",
                        "version",
                        "status",
                        "createdAt",
                        "startedAt",
                        "finishedAt",
                        "params",
                        "note",
                        "corpus",
                        "progress",
                        "validation",
                        "history",
                        "samples");
        assertThat(job.path("status").asString()).isEqualTo("running");
        assertThat(job.path("createdAt").asString()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(job.path("finishedAt").isNull()).isTrue();
        assertThat(job.path("params").toString()).isEqualTo("""
                {"mode":"lines","cell":"lstm","gruReset":null,"layers":2,"hiddenSize":128,"embeddingSize":32,\
                "skipConnections":false,"tiedWeights":false,"layerNorm":false,"vocabulary":"corpus",\
                "carryState":null,"sequenceLength":64,"batchSize":32,"epochs":20,\
                "maxSteps":null,"budget":null,"learningRate":0.004,"optimizer":"adam","momentum":null,"weightDecay":null,\
                "clipNorm":5.0,"schedule":"cooldown","warmupSteps":0,"learningRateDecay":null,\
                "learningRateDecayAfter":null,"learningRateDecayEvery":null,"plateauFactor":null,\
                "plateauPatience":null,"inputDropout":0.0,"layerDropout":0.0,"outputDropout":0.0,"weightDrop":0.0,\
                "stateDrop":0.0,"averageDecay":null,"randomWindows":null,"validationFraction":0.1,"evaluateEvery":null,"patience":null,\
                "sampleEvery":null,"dynamicEvaluation":false,"checkpointEvery":1000,"seed":0,"from":null}""");
        assertThat(job.path("validation").toString()).isEqualTo("""
                {"split":"10 % of the lines were held out.","method":"Each is read from the zero state.","nats":2.0,\
                "bitsPerCharacter":2.8853900817779268,"bestNats":1.9,"bestBitsPerCharacter":2.7411205776890304}""");
        assertThat(job.path("history").toString()).isEqualTo("""
                {"losses":[{"step":50,"loss":1.5,"characters":640,"learningRate":0.004,"gradientNorm":0.75}],\
                "evaluations":[{"step":50,"epoch":1,"trainLoss":1.5,"validationLoss":2.0,"averagedLoss":null,\
                "learningRate":0.004,\
                "best":false}]}""");
        assertThat(job.path("progress").toString()).isEqualTo("""
                {"epoch":2,"epochs":20,"step":50,"steps":200,"fraction":0.25,"charactersPerSecond":100000.0,\
                "etaSeconds":12.5,"trainLoss":1.5,"validationLoss":2.0,"bestValidationLoss":1.9,\
                "bitsPerCharacter":2.885}""");
        assertThat(job.path("samples").toString()).isEqualTo("[{\"step\":50,\"epoch\":1,\"text\":\"Ada\"}]");
    }

    @Test
    void aJobThatHasEndedTellsWhatWasFoundOutAboutItsModel() {
        given(training.find(ID)).willReturn(Jobs.succeeded(ID));

        assertThat(http.get("/jobs/" + ID).json().path("report").toString()).isEqualTo("""
                {"dynamicValidationLoss":1.5,"novelty":[{"temperature":0.8,"characters":10,"copiedLines":0.5,\
                "copiedStretches":0.25,"longestCopy":3,"longestCopiedText":"Ada","sample":"Ada Bea"}]}""");
    }

    @Test
    void aQueuedJobHasProgressFromTheStart() {
        given(training.find(ID)).willReturn(Jobs.queued(ID));

        JsonNode progress = http.get("/jobs/" + ID).isStatus(200).json().path("progress");

        assertThat(progress.path("fraction").asDouble()).isZero();
        assertThat(progress.path("epochs").asInt()).isEqualTo(20);
        assertThat(progress.path("steps").isNull()).isTrue();
    }

    @Test
    void lossesThatAreNoNumbersAreNull() {
        given(training.find(ID))
                .willReturn(Jobs.running(
                        ID,
                        new Progress(1, 20, 0, 0, null, null, Double.NaN, Double.POSITIVE_INFINITY, null, Double.NaN)));

        JsonNode progress = http.get("/jobs/" + ID).isStatus(200).json().path("progress");

        assertThat(progress.path("trainLoss").isNull()).isTrue();
        assertThat(progress.path("validationLoss").isNull()).isTrue();
    }

    @Test
    void jobsComeInPages() {
        given(training.list(any(), anyInt(), any()))
                .willReturn(List.of(Jobs.queued("0000000c"), Jobs.queued("0000000b"), Jobs.queued("0000000a")));

        JsonNode page = http.get("/jobs?status=queued&limit=2&after=0000000d")
                .isStatus(200)
                .json();

        assertThat(page.path("jobs").size()).isEqualTo(2);
        assertThat(page.path("next").asString()).isEqualTo("0000000b");
        verify(training).list(JobStatus.QUEUED, 3, new JobId("0000000d"));
    }

    @Test
    void theLastPageHasNoNext() {
        given(training.list(any(), anyInt(), any())).willReturn(List.of(Jobs.queued(ID)));

        JsonNode page = http.get("/jobs").isStatus(200).json();

        assertThat(page.propertyNames()).containsExactly("jobs");
        verify(training).list(null, 51, null);
    }

    @ParameterizedTest
    @CsvSource({"status, RUNNING", "limit, 0", "limit, 1001", "limit, ten", "after, x", "page, 2"})
    void aWrongParameterIsRefusedByItsName(String name, String value) {
        assertThat(http.get("/jobs?" + name + "=" + value).isProblem(422).wrongFields())
                .containsExactly(name);
        verifyNoInteractions(training);
    }

    @Test
    void aJobCanBeCancelled() {
        given(training.cancel(ID)).willReturn(Jobs.queued(ID));

        assertThat(http.post("/jobs/" + ID + "/cancel")
                        .isStatus(200)
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo(ID);
    }

    @ParameterizedTest
    @CsvSource({"pause", "resume", "publish"})
    void aJobCanBeSteered(String move) {
        given(training.pause(ID)).willReturn(Jobs.queued(ID));
        given(training.resume(ID)).willReturn(Jobs.queued(ID));
        given(training.publish(ID)).willReturn(Jobs.queued(ID));

        assertThat(http.post("/jobs/" + ID + "/" + move)
                        .isStatus(200)
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo(ID);
    }

    @Test
    void checkpointsAreListed() {
        given(training.checkpoints(ID))
                .willReturn(List.of(
                        new CheckpointInfo(1000, Instant.parse("2026-11-22T12:00:00Z"), true, 4096, 1.9, 980L)));

        assertThat(http.get("/jobs/" + ID + "/checkpoints").isStatus(200).body())
                .isEqualTo("""
                {"checkpoints":[{"step":1000,"createdAt":"2026-11-22T12:00:00Z","scheduled":true,"bytes":4096,\
                "bestValidationLoss":1.9,"bestStep":980}]}""");
    }

    @Test
    void whatIsAskedForInTheWrongStatusIsAConflict() {
        given(training.resume(ID)).willThrow(new JobConflict(new JobId(ID), JobStatus.RUNNING, "resumed"));

        assertThat(http.post("/jobs/" + ID + "/resume")
                        .isProblem(409)
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("Job " + ID + " is running and cannot be resumed.");
    }

    @Test
    void eventsAreToldAfterANumber() {
        given(training.events(ID, 3)).willReturn(List.of(event(4)));

        assertThat(http.get("/jobs/" + ID + "/events?after=3").isStatus(200).body())
                .isEqualTo("""
                {"events":[{"id":4,"createdAt":"2026-11-22T12:00:00Z","type":"checkpoint","data":{"step":1000}}]}""");
        assertThat(http.get("/jobs/" + ID + "/events?after=-1").isProblem(422).wrongFields())
                .containsExactly("after");
        assertThat(http.get("/jobs/" + ID + "/events", "Last-Event-ID", "x")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("Last-Event-ID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json, text/event-stream;q=0.1 | application/json",
                "*/*                                       | application/json",
                "application/json;q=0                      | application/json",
                "text/*                                    | text/event-stream",
                "text/event-stream, application/json;q=0.9 | text/event-stream"
            })
    void eventsComeInTheFormThatTheClientLikesBest(String accepted, String form) {
        given(training.find(ID)).willReturn(Jobs.succeeded(ID));
        given(training.events(ID, 0)).willReturn(List.of(event(1)));

        assertThat(http.get("/jobs/" + ID + "/events", "Accept", accepted)
                        .isStatus(200)
                        .header("Content-Type"))
                .isEqualTo(form);
    }

    @Test
    void theHeadersOfAStreamAreToldWithoutOpeningIt() throws InterruptedException {
        given(training.find(ID)).willReturn(Jobs.queued(ID));
        String path = "/jobs/" + ID + "/events";

        Answer answer = http.send("HEAD", path, BodyPublishers.noBody(), "Accept", "text/event-stream")
                .isStatus(200);

        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(http.sendRaw("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                        + "GET /jobs/x/y HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .as("the next answer on the same connection")
                .contains("HTTP/1.1 404 ");
        verify(training, never()).awaitEvents(any(), anyLong(), anyLong());
    }

    @Test
    void eventsAreStreamedFromTheLastOneThatTheClientHasSeenToTheEndOfTheJob() throws InterruptedException {
        Job running = Jobs.running(ID, new Progress(1, 1, 1, 1, null, null, null, null, null, null));
        given(training.find(ID)).willReturn(running, running, Jobs.succeeded(ID));
        given(training.awaitEvents(eq(ID), eq(3L), anyLong())).willReturn(List.of(event(4)));
        given(training.events(ID, 4)).willReturn(List.of(event(5)));

        Answer answer = http.get("/jobs/" + ID + "/events", "Accept", "text/event-stream", "Last-Event-ID", "3")
                .isStatus(200);

        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(answer.body()).isEqualTo("""
                id:4
                event:checkpoint
                data:{"id":4,"createdAt":"2026-11-22T12:00:00Z","type":"checkpoint","data":{"step":1000}}

                id:5
                event:checkpoint
                data:{"id":5,"createdAt":"2026-11-22T12:00:00Z","type":"checkpoint","data":{"step":1000}}

                """);
    }

    private static JobEvent event(long id) {
        return new JobEvent(
                id,
                Instant.parse("2026-11-22T12:00:00Z"),
                JobEvent.Type.CHECKPOINT,
                new JsonMapper().readTree("{\"step\":1000}"));
    }

    @Test
    void aJobCanBeForgotten() {
        Answer answer = http.delete("/jobs/" + ID).isStatus(204);

        assertThat(answer.body()).isEmpty();
        verify(training).delete(ID);
    }

    @Test
    void queryParametersThatNobodyReadsAreRefused() {
        assertThat(http.get("/jobs/" + ID + "?verbose=true").isProblem(422).wrongFields())
                .containsExactly("verbose");
        verifyNoInteractions(training);
    }
}
