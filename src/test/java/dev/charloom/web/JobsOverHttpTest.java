package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.training.JobStatus;
import dev.charloom.training.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

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
                        "samples");
        assertThat(job.path("status").asString()).isEqualTo("running");
        assertThat(job.path("createdAt").asString()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(job.path("finishedAt").isNull()).isTrue();
        assertThat(job.path("params").toString()).isEqualTo("""
                {"mode":"lines","cell":"lstm","gruReset":"after","layers":2,"hiddenSize":128,"embeddingSize":32,\
                "vocabulary":"corpus","carryState":true,"sequenceLength":64,"batchSize":32,"epochs":20,\
                "maxSteps":null,"learningRate":0.004,"optimizer":"adam","schedule":"cosine","clipNorm":5.0,\
                "validationFraction":0.1,"sampleEvery":null,"seed":0}""");
        assertThat(job.path("progress").toString()).isEqualTo("""
                {"epoch":2,"epochs":20,"step":50,"steps":200,"fraction":0.25,"charactersPerSecond":100000.0,\
                "etaSeconds":12.5,"trainLoss":1.5,"validationLoss":2.0,"bestValidationLoss":1.9,\
                "bitsPerCharacter":2.885}""");
        assertThat(job.path("samples").toString()).isEqualTo("[{\"step\":50,\"epoch\":1,\"text\":\"Ada\"}]");
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
        verify(training).list(JobStatus.QUEUED, 3, "0000000d");
    }

    @Test
    void theLastPageHasNoNext() {
        given(training.list(any(), anyInt(), any())).willReturn(List.of(Jobs.queued(ID)));

        JsonNode page = http.get("/jobs").isStatus(200).json();

        assertThat(page.propertyNames()).containsExactly("jobs");
        verify(training).list(null, 51, null);
    }

    @ParameterizedTest
    @CsvSource({"status, RUNNING", "status, paused", "limit, 0", "limit, 1001", "limit, ten", "after, x", "page, 2"})
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
