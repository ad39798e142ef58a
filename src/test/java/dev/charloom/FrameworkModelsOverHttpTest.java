package dev.charloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.web.Answer;
import dev.charloom.web.HttpCalls;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// The whole service over HTTP: a model of another framework goes in, writes, and goes out in every format.
class FrameworkModelsOverHttpTest {

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

    private Answer importModel(String query, String archive) throws IOException {
        try (InputStream in = FrameworkModelsOverHttpTest.class.getResourceAsStream("exchange/" + archive + ".zip")) {
            return http.send(
                    "POST",
                    "/models/import?" + query,
                    BodyPublishers.ofByteArray(in.readAllBytes()),
                    "Content-Type",
                    "application/zip");
        }
    }

    @Test
    void aModelOfKerasWritesAndGoesOutInEveryFormatThatHasWordsForIt() throws IOException {
        JsonNode model = importModel("format=keras&name=gru", "keras-gru-before")
                .isStatus(201)
                .json();
        assertThat(model.at("/shape/gruReset").asString()).isEqualTo("before");
        assertThat(model.at("/training/nats").isNull()).isTrue();
        assertThat(model.at("/training/parameters/importedFrom").asString()).isEqualTo("keras");

        JsonNode sample =
                http.get("/sample?model=gru&n=2&maxLength=20").isStatus(200).json();
        assertThat(sample.path("samples")).hasSize(2);

        for (String format : new String[] {"charloom", "keras", "numpy-directory", "onnx"}) {
            http.get("/models/gru/export?format=" + format).isStatus(200);
        }
        Answer refusal = http.get("/models/gru/export?format=pytorch").isProblem(422);
        assertThat(refusal.wrongFields()).containsExactly("format");
        assertThat(refusal.json().path("detail").asString()).contains("resets after the recurrent product");
    }

    @Test
    void theAnswerSaysHowFarOnnxRuntimeIsFromUs() throws IOException {
        importModel("format=pytorch&name=lstm", "pytorch-lstm").isStatus(201);

        Answer answer = http.get("/models/lstm/export?format=onnx").isStatus(200);

        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"lstm-1.onnx\"");
        assertThat(Double.parseDouble(answer.header("Charloom-Largest-Difference")))
                .isBetween(0.0, 1e-5);
    }

    @Test
    void aRefusedModelLeavesNothing() throws IOException {
        Answer refusal = importModel("format=keras&name=lstm", "pytorch-lstm").isProblem(422);

        assertThat(refusal.error("archive").toString()).contains("does not belong there");
        assertThat(importModel("format=onnx&name=lstm", "pytorch-lstm")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("format");
        assertThat(http.get("/models").json().path("models")).isEmpty();
        try (var left = Files.list(directory.resolve("data/imports"))) {
            assertThat(left).isEmpty();
        }
    }
}
