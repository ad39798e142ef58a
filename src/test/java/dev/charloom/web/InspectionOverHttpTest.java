package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.generation.Author;
import dev.charloom.generation.Inspection;
import dev.charloom.generation.InspectionParams;
import dev.charloom.generation.InvalidInspection;
import dev.charloom.repository.ModelReference;
import dev.charloom.text.NamedFeature;
import dev.charloom.text.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionOverHttpTest extends WebTest {

    private static final ModelReference MODEL = ModelReference.parse("dinosaurs:3");

    @Test
    void tracesAndTheirRankingComeRounded() {
        var unit = new Inspection.Ranked("update", 17, -2 / 3.0);
        var asked = new InspectionParams(1, List.of("update"), List.of(17), NamedFeature.WORD_START, 10);
        given(generation.inspect(ModelReference.parse("dinosaurs"), "a🦖", asked))
                .willReturn(new Inspection(
                        Author.of(MODEL),
                        1,
                        2,
                        64,
                        List.of("update", "hidden"),
                        2,
                        new float[] {1, 0},
                        List.of(unit),
                        List.of(new Inspection.Traced(unit, new float[] {0.123456f, -1}))));

        Answer answer = http.postJson("/inspect", """
                {"model": "dinosaurs", "text": "a🦖", "layer": 1, "signals": ["update"], "units": [17],
                "feature": "word_start"}""").isStatus(200);

        assertThat(answer.body()).isEqualTo("""
                {"model":"dinosaurs","version":3,"layer":1,"layers":2,"hiddenSize":64,\
                "signals":["update","hidden"],"characters":2,"feature":[1.0,0.0],\
                "ranking":[{"signal":"update","unit":17,"separation":-0.6667}],\
                "traces":[{"signal":"update","unit":17,"separation":-0.6667,"values":[0.1235,-1.0]}]}""");
    }

    @Test
    void whatIsLeftOutIsTheModelsToDecide() {
        given(generation.inspect(null, "a", new InspectionParams(null, null, null, null, 10)))
                .willReturn(new Inspection(Author.of(MODEL), 1, 1, 2, List.of(), 1, null, List.of(), List.of()));

        assertThat(http.postJson("/inspect", "{\"text\": \"a\"}")
                        .isStatus(200)
                        .json()
                        .path("feature")
                        .isNull())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                     | text",
                "{'text': ''}                                           | text",
                "{'text': 'a', 'layer': 0}                              | layer",
                "{'text': 'a', 'units': [1, '2']}                       | units",
                "{'text': 'a', 'units': [1.5]}                          | units",
                "{'text': 'a', 'units': []}                             | units",
                "{'text': 'a', 'units': 1}                              | units",
                "{'text': 'a', 'units': [1], 'top': 2}                  | top",
                "{'text': 'a', 'signals': [1]}                          | signals",
                "{'text': 'a', 'feature': 'quotes'}                     | feature",
                "{'text': 'a', 'feature': 'digit', 'characters': '1'}   | characters",
                "{'text': 'a', 'precision': 'int8'}                     | precision",
                "{'text': 'a', 'layer': 65, 'top': 1001}                | layer top",
            })
    void whatIsWrongIsRefusedByItsName(String body, String fields) {
        assertThat(http.postJson("/inspect", body.replace('\'', '"'))
                        .isProblem(422)
                        .wrongFields())
                .containsExactlyInAnyOrder(fields.split(" "));
        verifyNoInteractions(generation);
    }

    @Test
    void whatTheModelDoesNotHaveIsRefusedByItsNameValueAndRange() {
        given(generation.inspect(any(), any(), any()))
                .willThrow(new InvalidInspection(List.of(
                        new InvalidInspection.Violation("layer", 3, "1 to 2"),
                        new InvalidInspection.Violation("text", null, "at most 10000 characters"))));

        Answer answer =
                http.postJson("/inspect", "{\"text\": \"a\", \"layer\": 3}").isProblem(422);

        assertThat(answer.wrongFields()).containsExactly("layer", "text");
        assertThat(answer.error("layer").path("value").asInt()).isEqualTo(3);
        assertThat(answer.error("layer").path("allowed").asString()).isEqualTo("1 to 2");
        assertThat(answer.error("text").path("reason").asString()).isEqualTo("must have at most 10000 characters");
    }

    @Test
    void aCharacterThatTheModelDoesNotKnowIsToldWithItsPlace() {
        willAnswer(_ -> Vocabulary.of('a').encode("aaß")).given(generation).inspect(any(), any(), any());

        assertThat(http.postJson("/inspect", "{\"text\": \"aaß\"}")
                        .isProblem(422)
                        .error("text")
                        .path("index")
                        .asInt())
                .isEqualTo(2);
    }
}
