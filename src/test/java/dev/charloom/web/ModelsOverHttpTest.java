package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.charloom.repository.ModelDamaged;
import dev.charloom.repository.ModelName;
import dev.charloom.repository.ModelNotFound;
import dev.charloom.repository.ModelReference;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.InOrder;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;

class ModelsOverHttpTest extends WebTest {

    private static final ModelName DINOSAURS = new ModelName("dinosaurs");

    @BeforeEach
    void publishTwoVersions() {
        given(models.resolve(new ModelReference(DINOSAURS, null))).willReturn(new ModelReference(DINOSAURS, 2));
        given(models.versions(DINOSAURS)).willReturn(List.of(1, 2));
        given(models.models()).willReturn(List.of(Models.manifest("dinosaurs", 2)));
        for (int version : List.of(1, 2)) {
            var reference = new ModelReference(DINOSAURS, version);
            given(models.manifest(reference)).willReturn(Models.manifest("dinosaurs", version));
            given(models.history(reference))
                    .willReturn(List.of("{\"step\":50,\"loss\":1.75}", "{\"step\":50,\"trainLoss\":1.5}"));
        }
    }

    @Test
    void modelsAreListedInAFewWords() {
        given(generation.isLoaded(new ModelReference(DINOSAURS, 2))).willReturn(true);

        JsonNode listed = http.get("/models").isStatus(200).json().at("/models/0");

        assertThat(listed.toString()).isEqualTo("""
                {"name":"dinosaurs","version":2,"versions":[1,2],"createdAt":"2026-11-22T12:00:00Z","mode":"lines",\
                "shape":{"vocabulary":3,"cell":"gru","gruReset":"after","layers":1,"hiddenSize":4,"embeddingSize":0},\
                "parameterCount":123,"corpusCharacters":6,"validationLoss":0.6931471805599453,"loaded":true}""");
    }

    @Test
    void modelsAreLoadedAndLetGo() {
        given(generation.load(ModelReference.parse("dinosaurs"))).willReturn(ModelReference.parse("dinosaurs:2"));

        assertThat(http.post("/models/dinosaurs/load").isStatus(200).body())
                .isEqualTo("{\"model\":\"dinosaurs\",\"version\":2,\"loaded\":true}");
        assertThat(http.post("/models/dinosaurs/unload").isStatus(200).body())
                .isEqualTo("{\"model\":\"dinosaurs\",\"version\":null,\"loaded\":false}");
        verify(generation).unload(DINOSAURS);
        http.post("/models/..x/load").isProblem(404);
        http.post("/models/dinosaurs/load?version=1").isProblem(422);
    }

    @Test
    void aModelIsDescribedInFull() {
        JsonNode model = http.get("/models/dinosaurs").isStatus(200).json();

        assertThat(model.propertyNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "version",
                        "versions",
                        "createdAt",
                        "mode",
                        "shape",
                        "parameterCount",
                        "corpusCharacters",
                        "validationLoss",
                        "loaded",
                        "current",
                        "layers",
                        "vocabulary",
                        "corpus",
                        "training",
                        "provenance",
                        "conventions",
                        "history",
                        "losses");
        assertThat(model.path("current").asInt()).isEqualTo(2);
        assertThat(model.path("vocabulary").toString())
                .isEqualTo("{\"size\":3,\"characters\":[\"\\n\",\"a\",\"\uD83E\uDD96\"]}");
        assertThat(model.at("/corpus/lineLengths").toString()).isEqualTo("[{\"from\":1,\"to\":4,\"lines\":2}]");
        assertThat(model.at("/training/bitsPerCharacter").asDouble()).isEqualTo(1);
        assertThat(model.at("/provenance/seed").asInt()).isEqualTo(7);
        assertThat(model.at("/training/nats").asDouble()).isEqualTo(Math.log(2));
        assertThat(model.path("history").toString()).isEqualTo("[{\"step\":50,\"trainLoss\":1.5}]");
        assertThat(model.path("losses").toString()).isEqualTo("[{\"step\":50,\"loss\":1.75}]");
    }

    @Test
    void theLayersAddUpToTheParameterCount() {
        JsonNode model = http.get("/models/dinosaurs").isStatus(200).json();

        assertThat(model.path("layers").toString()).isEqualTo("""
                [{"name":"gru_1","type":"GRU","outputSize":4,"parameters":108},\
                {"name":"output","type":"Dense","outputSize":3,"parameters":15}]""");
        assertThat(model.path("parameterCount").asInt()).isEqualTo(123);
    }

    @Test
    void anEarlierVersionCanBeShown() {
        assertThat(http.get("/models/dinosaurs?version=1")
                        .isStatus(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anEarlierVersionCanBeMadeCurrent() {
        http.putJson("/models/dinosaurs/current", "{\"version\": 1}").isStatus(200);

        verify(models).makeCurrent(DINOSAURS, 1);
    }

    @ParameterizedTest
    @CsvSource({"{}", "{\"version\":0}", "{\"version\":\"1\"}", "{\"version\":1.5}", "{\"version\":null}"})
    void aVersionThatCanBeNoneIsRefused(String body) {
        assertThat(http.putJson("/models/dinosaurs/current", body)
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("version");
        verify(models, never()).makeCurrent(any(), Mockito.anyInt());
    }

    @Test
    void aDamagedVersionIsNotMadeCurrentAndToldWithoutAPath() {
        ModelDamaged damaged = Mockito.mock(ModelDamaged.class);
        given(damaged.reference()).willReturn(new ModelReference(DINOSAURS, 1));
        given(damaged.file()).willReturn("weights.safetensors");
        given(models.manifest(new ModelReference(DINOSAURS, 1))).willThrow(damaged);

        Answer answer =
                http.putJson("/models/dinosaurs/current", "{\"version\": 1}").isProblem(500);

        assertThat(answer.json().at("/error/code").asString()).isEqualTo("model_damaged");
        assertThat(answer.json().path("detail").asString()).contains("dinosaurs:1", "weights.safetensors");
        verify(models, never()).makeCurrent(any(), Mockito.anyInt());
    }

    @Test
    void aModelCanBeDeleted() {
        http.delete("/models/dinosaurs").isStatus(204);

        InOrder order = Mockito.inOrder(models, generation);
        order.verify(models).delete(DINOSAURS);
        order.verify(generation).unload(DINOSAURS); // else it would stay in memory with its worker
    }

    @Test
    void anUnknownModelIsNotFound() {
        willThrow(Mockito.mock(
                        ModelNotFound.class,
                        call -> call.getMethod().getName().equals("getMessage") ? "there is no model dinos" : null))
                .given(models)
                .delete(new ModelName("dinos"));

        Answer answer = http.delete("/models/dinos").isProblem(404);

        assertThat(answer.json().path("detail").asString()).isEqualTo("There is no model dinos.");
        assertThat(answer.json().at("/error/code").asString()).isEqualTo("model_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models/-x", "/models/a%20b", "/models/%C3%A9", "/models/.hidden", "/models/a:1"})
    void whatIsNoNameOfAModelNamesNone(String path) {
        http.get(path).isProblem(404);
    }

    @Test
    void aWrongVersionIsRefusedByItsName() {
        assertThat(http.get("/models/dinosaurs?version=0&history=true")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("version", "history");
    }
}
