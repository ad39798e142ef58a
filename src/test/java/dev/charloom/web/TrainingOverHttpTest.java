package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelReference;
import dev.charloom.text.CorpusStatistics;
import dev.charloom.text.LineLengths;
import dev.charloom.training.CannotMeasureNow;
import dev.charloom.training.IdempotencyKey;
import dev.charloom.training.Job;
import dev.charloom.training.Preset;
import dev.charloom.training.Regularization;
import dev.charloom.training.TrainingEstimate;
import dev.charloom.training.TrainingOrder;
import dev.charloom.training.TrainingParams;
import dev.charloom.training.TrainingParams.CellChoice;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;

class TrainingOverHttpTest extends WebTest {

    private String corpus = "";

    @BeforeEach
    void acceptEverything() throws Exception {
        given(corpora.store(any(InputStream.class))).willAnswer(call -> {
            corpus = new String(call.<InputStream>getArgument(0).readAllBytes(), StandardCharsets.UTF_8);
            return Jobs.CORPUS;
        });
        given(corpora.store(any(String.class))).willAnswer(call -> {
            corpus = call.getArgument(0);
            return Jobs.CORPUS;
        });
        given(training.submit(any(), any(), any()))
                .willAnswer(call -> Jobs.queued(
                        "01jd3x8k2v5c",
                        call.<ModelName>getArgument(0).value(),
                        call.<TrainingOrder>getArgument(1).params()));
    }

    @Test
    void aCorpusInJsonStartsAJob() {
        Answer answer = http.postJson("/train", """
                {"model": "names", "corpus": "Ada\\nGrace\\n", "cell": "gru", "layers": 3, "learningRate": 1}""");

        answer.isStatus(202);
        assertThat(answer.header("Location")).isEqualTo("/jobs/01jd3x8k2v5c");
        assertThat(answer.json().path("status").asString()).isEqualTo("queued");
        assertThat(answer.json().at("/params/cell").asString()).isEqualTo("gru");
        assertThat(corpus).isEqualTo("Ada\nGrace\n");
        TrainingParams params = submitted();
        assertThat(params.cell()).isEqualTo(CellChoice.GRU);
        assertThat(params.layers()).isEqualTo(3);
        assertThat(params.optimization().learningRate()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "utf8", "\"utf-8\""})
    void aTextInUtf8IsTakenHoweverThatIsWritten(String charset) {
        http.send(
                        "POST",
                        "/train?model=names",
                        BodyPublishers.ofString("Ünïcode\n"),
                        "Content-Type",
                        "text/plain; charset=" + charset)
                .isStatus(202);

        assertThat(corpus).isEqualTo("Ünïcode\n");
    }

    @Test
    void aBodyOfTextTakesItsParametersFromTheQuery() {
        Answer answer =
                http.postText("/train?model=names&cell=rnn&hiddenSize=17&carryState=false&maxSteps=", "Ünïcode\n");

        answer.isStatus(202);
        assertThat(corpus).isEqualTo("Ünïcode\n");
        TrainingParams params = submitted();
        assertThat(params.cell()).isEqualTo(CellChoice.RNN);
        assertThat(params.hiddenSize()).isEqualTo(17);
        assertThat(params.carryState()).isFalse();
        assertThat(params.maxSteps()).isNull();
    }

    @Test
    void aFormTakesItsParametersFromItsParts() {
        Answer answer = http.postForm(
                "/train",
                new Form()
                        .field("seed", "9007199254740991")
                        .file("corpus", "names.txt", "Ada\n".getBytes(StandardCharsets.UTF_8))
                        .field("model", "names"));

        answer.isStatus(202);
        assertThat(corpus).isEqualTo("Ada\n");
        assertThat(submitted().seed()).isEqualTo(9007199254740991L);
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        http.postJson("/train", "{\"model\": \"names\", \"corpus\": \"Ada\"}").isStatus(202);

        assertThat(submitted()).isEqualTo(TrainingParams.defaults());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAndNothingIsStored() {
        Answer answer = http.postJson("/train", """
                {"model": "../x", "corpus": 5, "layers": "7", "hiddenSize": 0, "epochs": 3.9, "mode": "LINES",
                 "carryState": "true", "seed": null, "learningRate": 1e400, "clipNorm": NaN, "dropout": 0.5,
                 "batchSize": [4], "sequenceLength": 99999999999, "validationFraction": 0.95, "cell": "gru", "cell": "rnn"}""");

        answer.isProblem(422);
        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder(
                        "model",
                        "corpus",
                        "layers",
                        "hiddenSize",
                        "epochs",
                        "mode",
                        "carryState",
                        "seed",
                        "learningRate",
                        "clipNorm",
                        "dropout",
                        "batchSize",
                        "sequenceLength",
                        "validationFraction",
                        "cell");
        assertThat(answer.error("layers").path("reason").asString()).isEqualTo("must be a whole number, not a string");
        assertThat(answer.error("layers").path("value").asString()).isEqualTo("7");
        assertThat(answer.error("layers").path("allowed").asString()).isEqualTo("1 to 16");
        assertThat(answer.error("hiddenSize").path("reason").asString()).isEqualTo("must be 1 to 4096, not 0");
        assertThat(answer.error("cell").path("reason").asString()).isEqualTo("is given more than once");
        verifyNoInteractions(corpora, training);
    }

    @Test
    void aParameterWithoutEffectIsRefusedWithWhatItBelongsTo() {
        Answer answer = http.postJson("/train", """
                {"model": "names", "corpus": "Ada", "mode": "lines", "carryState": true, "gruReset": "before",
                 "optimizer": "sgd", "weightDecay": 0.1, "schedule": "plateau", "learningRateDecay": 0.5,
                 "validationFraction": 0, "patience": 3}""");

        answer.isProblem(422);
        assertThat(answer.wrongFields())
                .containsExactlyInAnyOrder(
                        "carryState", "gruReset", "weightDecay", "schedule", "learningRateDecay", "patience");
        assertThat(answer.error("weightDecay").path("reason").asString()).contains("adamw");
        verifyNoInteractions(corpora, training);
    }

    @Test
    void aBudgetIsATimeAndLeavesNothingElseToSayHowLong() {
        http.postText("/train?model=names&budget=1h30m", "Ada").isStatus(202);
        assertThat(submitted().budget()).hasToString("1h30m");

        Answer wrong = http.postText("/train?model=names&budget=soon", "Ada");
        wrong.isProblem(422);
        assertThat(wrong.error("budget").path("reason").asString()).contains("90s, 15m or 1h30m");
        Answer tooLong = http.postText("/train?model=names&budget=721h", "Ada");
        assertThat(tooLong.error("budget").path("allowed").asString()).isEqualTo("1s to 720h");
        Answer both = http.postText("/train?model=names&budget=15m&epochs=3&maxSteps=9", "Ada");
        assertThat(both.wrongFields()).containsExactlyInAnyOrder("epochs", "maxSteps");
    }

    @Test
    void skipConnectionsNeedLayersAndTiedWeightsAnEmbeddingOfTheirWidth() {
        http.postText("/train?model=names&skipConnections=true&tiedWeights=true&embeddingSize=128", "Ada")
                .isStatus(202);
        assertThat(submitted().skipConnections()).isTrue();
        assertThat(submitted().tiedWeights()).isTrue();

        Answer answer = http.postText("/train?model=names&layers=1&skipConnections=true&tiedWeights=true", "Ada");
        answer.isProblem(422);
        assertThat(answer.wrongFields()).containsExactlyInAnyOrder("skipConnections", "tiedWeights");
    }

    @Test
    void regularisationIsTakenAndWhatHasNoEffectOrIsOutOfRangeIsRefused() {
        http.postText(
                        "/train?model=names&inputDropout=0.1&layerDropout=0.4&outputDropout=0.5&weightDrop=0.2"
                                + "&stateDrop=0.05&averageDecay=0.999&randomWindows=true",
                        "Ada")
                .isStatus(202);
        assertThat(submitted().regularization()).isEqualTo(new Regularization(0.1, 0.4, 0.5, 0.2, 0.05, 0.999, true));

        Answer answer = http.postText(
                "/train?model=names&mode=lines&layers=1&layerDropout=0.5&inputDropout=1&averageDecay=1"
                        + "&randomWindows=true&validationFraction=0",
                "Ada");
        answer.isProblem(422);
        assertThat(answer.wrongFields()).contains("inputDropout", "averageDecay");
        Answer useless = http.postText(
                "/train?model=names&mode=lines&layers=1&layerDropout=0.5&stateDrop=0.1&averageDecay=0.9"
                        + "&randomWindows=true&validationFraction=0",
                "Ada");
        assertThat(useless.wrongFields())
                .containsExactlyInAnyOrder("layerDropout", "stateDrop", "averageDecay", "randomWindows");
        Answer nothingCarried =
                http.postText("/train?model=names&mode=text&carryState=false&stateDrop=0.1", "Ada lived here.");
        assertThat(nothingCarried.wrongFields()).containsExactly("stateDrop");
    }

    @Test
    void whatWasGivenIsToldApartFromWhatHasItsDefault() {
        http.postText("/train?model=names&preset=medium&layers=2&maxSteps=&epochs=20", "Ada")
                .isStatus(202);

        TrainingOrder order = ordered();
        assertThat(order.preset()).isEqualTo(Preset.MEDIUM);
        assertThat(order.given()).containsExactlyInAnyOrder("model", "preset", "layers", "epochs");
        assertThat(order.from()).isNull();
    }

    @Test
    void aModelToGoOnFromBringsItsShapeAndVocabulary() {
        http.postText("/train?model=names&from=dinosaurs:2&epochs=3", "Ada").isStatus(202);
        assertThat(ordered().from()).isEqualTo(ModelReference.parse("dinosaurs:2"));

        assertThat(http.postText("/train?model=names&from=dinosaurs&preset=tiny&vocabulary=ascii", "Ada")
                        .isProblem(422)
                        .wrongFields())
                .containsExactlyInAnyOrder("preset", "vocabulary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preset=medium&embeddingSize=256&tiedWeights=true",
                "preset=tiny&hiddenSize=16&tiedWeights=true",
                "from=dinosaurs&tiedWeights=true",
                "from=dinosaurs&gruReset=before"
            })
    void whatIsGivenOfAShapeIsNotHeldAgainstDefaultsThatAPresetOrAModelReplaces(String query) {
        http.postText("/train?model=names&" + query, "Ada").isStatus(202);
    }

    @ParameterizedTest
    @CsvSource({
        "preset=tiny&gruReset=after, gruReset",
        "from=dinosaurs&cell=lstm&gruReset=after, gruReset",
        "preset=medium&embeddingSize=0&tiedWeights=true, tiedWeights",
        "from=dinosaurs&embeddingSize=16&hiddenSize=32&tiedWeights=true, tiedWeights"
    })
    void whatDoesNotFitTogetherIsRefusedAlsoBesideAPresetOrAModel(String query, String field) {
        Answer answer = http.postText("/train?model=names&" + query, "Ada").isProblem(422);

        assertThat(answer.wrongFields()).containsExactly(field);
    }

    @Test
    void aDryRunAnswersWhatTheJobWouldBeInEveryForm() {
        given(training.estimate(any(), any())).willReturn(estimate());

        JsonNode ofJson = http.postJson("/train", "{\"model\": \"names\", \"corpus\": \"Ada\", \"dryRun\": true}")
                .isStatus(200)
                .json();
        JsonNode ofText = http.postText("/train?model=names&dryRun=true", "Ada")
                .isStatus(200)
                .json();
        JsonNode ofForm = http.postForm(
                        "/train",
                        new Form()
                                .field("model", "names")
                                .field("dryRun", "true")
                                .file("corpus", "names.txt", "Ada".getBytes(StandardCharsets.UTF_8)))
                .isStatus(200)
                .json();

        assertThat(ofText).isEqualTo(ofJson).isEqualTo(ofForm);
        assertThat(ofJson.path("parameterCount").asInt()).isEqualTo(123);
        assertThat(ofJson.at("/layers/0/name").asString()).isEqualTo("gru_1");
        assertThat(ofJson.at("/corpus/lineLengths").toString()).isEqualTo("[{\"from\":3,\"to\":3,\"lines\":1}]");
        assertThat(ofJson.path("memoryBytes").asInt()).isEqualTo(4096);
        Mockito.verify(training, Mockito.never()).submit(any(), any(), any());
    }

    @Test
    void whatCannotBeMeasuredNowMayComeAgainLater() {
        willThrow(CannotMeasureNow.becauseOfOthers(30)).given(training).estimate(any(), any());

        Answer answer = http.postText("/train?model=names&dryRun=true", "Ada").isProblem(503);

        assertThat(answer.header("Retry-After")).isEqualTo("30");
        assertThat(answer.json().path("detail").asString()).contains("one request at a time", "30 seconds.");
    }

    private static TrainingEstimate estimate() {
        var lengths = new LineLengths(3, 3, 3, List.of(new LineLengths.Bucket(3, 3, 1)));
        return new TrainingEstimate(
                TrainingParams.defaults().withMode(TrainingParams.Mode.LINES),
                "Preset tiny was chosen for 3 characters.",
                new Job.Validation("10 % of the lines were held out.", "Each is read from the zero state."),
                Models.manifest("names", 1).shape(),
                123,
                200,
                42.5,
                4096,
                1 << 30,
                new CorpusStatistics(3, 1, 0, 1, 0, 0, lengths, List.of()));
    }

    @Test
    void theOptimiserAndItsScheduleAreTakenWithTheirDefaults() {
        http.postText("/train?model=names&optimizer=sgd&schedule=step&learningRateDecayAfter=3&warmupSteps=5", "Ada")
                .isStatus(202);

        var it = submitted().optimization();
        assertThat(it.momentum()).isEqualTo(0.9);
        assertThat(it.weightDecay()).isNull();
        assertThat(it.learningRateDecay()).isEqualTo(0.97);
        assertThat(it.learningRateDecayAfter()).isEqualTo(3);
        assertThat(it.learningRateDecayEvery()).isEqualTo(1);
        assertThat(it.warmupSteps()).isEqualTo(5);
        assertThat(it.plateauFactor()).isNull();
    }

    private TrainingParams submitted() {
        return ordered().params();
    }

    private TrainingOrder ordered() {
        var order = ArgumentCaptor.forClass(TrainingOrder.class);
        Mockito.verify(training).submit(any(), order.capture(), any());
        return order.getValue();
    }

    @Test
    void aRequestUnderAKeyIsSubmittedOnce() throws Exception {
        given(corpora.store(any(InputStream.class))).willReturn(Jobs.CORPUS);
        given(training.submitOnce(any(), any(), any(), any())).willReturn(Jobs.queued("01jd3x8k2v5c"));

        http.send(
                        "POST",
                        "/train?model=m",
                        BodyPublishers.ofString("a\nb\n"),
                        "Content-Type",
                        "text/plain",
                        "Idempotency-Key",
                        "order-1")
                .isStatus(202);

        verify(training).submitOnce(eq(new IdempotencyKey("order-1")), any(), any(), any());
    }

    @Test
    void whatIsNoKeyIsRefusedByTheNameOfItsHeader() throws Exception {
        given(corpora.store(any(InputStream.class))).willReturn(Jobs.CORPUS);

        Answer answer = http.send(
                        "POST",
                        "/train?model=m",
                        BodyPublishers.ofString("a\nb\n"),
                        "Content-Type",
                        "text/plain",
                        "Idempotency-Key",
                        "x".repeat(256))
                .isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("Idempotency-Key");
    }
}
