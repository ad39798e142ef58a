package dev.charloom.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.generation.Author;
import dev.charloom.generation.Scores;
import dev.charloom.generation.TextsTooLong;
import dev.charloom.repository.ModelReference;
import dev.charloom.sampling.CharacterLogProbability;
import dev.charloom.sampling.ScoredText;
import dev.charloom.text.Vocabulary;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringOverHttpTest extends WebTest {

    private static final ModelReference MODEL = ModelReference.parse("dinosaurs:3");

    private static ScoredText scored(double... logProbabilities) {
        return new ScoredText(DoubleStream.of(logProbabilities)
                .mapToObj(it -> new CharacterLogProbability('a', it, List.of()))
                .toList());
    }

    @Test
    void aScoreComesInNatsInBitsAndAsPerplexity() {
        var character = new CharacterLogProbability(
                0x1F996, -2 * Math.log(2), List.of(new CharacterLogProbability.Alternative('a', -0.5)));
        given(generation.score(ModelReference.parse("dinosaurs"), List.of("🦖"), 1))
                .willReturn(new Scores(Author.of(MODEL), List.of(new ScoredText(List.of(character)))));

        Answer answer = http.postJson("/score", "{\"model\": \"dinosaurs\", \"text\": \"🦖\", \"logprobs\": 1}")
                .isStatus(200);

        assertThat(answer.body()).isEqualTo("""
                {"model":"dinosaurs","version":3,"scores":[{"characters":1,"logprob":-1.3862943611198906,\
                "natsPerCharacter":1.3862943611198906,"bitsPerCharacter":2.0,"perplexity":4.0,\
                "logprobs":[{"character":"🦖","logprob":-1.3862943611198906,\
                "top":[{"character":"a","logprob":-0.5}]}]}]}""");
    }

    @Test
    void aModelMayLearnFromATextWhileItReadsIt() {
        given(generation.scoreDynamically(null, List.of("aa"), 0))
                .willReturn(new Scores(Author.of(MODEL), List.of(scored(-1, -1))));

        Answer answer =
                http.postJson("/score", "{\"text\": \"aa\", \"dynamic\": true}").isStatus(200);

        assertThat(answer.json().at("/scores/0/natsPerCharacter").asDouble()).isEqualTo(1);
    }

    @Test
    void severalTextsAreScoredAtOnceAndAnEmptyOneHasNoMean() {
        given(generation.score(null, List.of("aa", ""), 0))
                .willReturn(new Scores(Author.of(MODEL), List.of(scored(-1, -2), scored())));

        Answer answer = http.postJson("/score", "{\"texts\": [\"aa\", \"\"]}").isStatus(200);

        assertThat(answer.json().at("/scores/0/natsPerCharacter").asDouble()).isEqualTo(1.5);
        assertThat(answer.json().at("/scores/1/perplexity").isNull()).isTrue();
    }

    @Test
    void candidatesAreOrderedByTheirMeanOrTheirTotal() {
        given(generation.score(null, List.of("x", "aaa", "bb"), 0))
                .willReturn(new Scores(Author.of(MODEL), List.of(scored(-2), scored(-1, -1, -1), scored(-0.5, -2))));

        Answer mean = http.postJson("/rank", "{\"candidates\": [\"x\", \"aaa\", \"bb\"]}")
                .isStatus(200);
        Answer total = http.postJson("/rank", "{\"candidates\": [\"x\", \"aaa\", \"bb\"], \"by\": \"total\"}")
                .isStatus(200);

        assertThat(mean.json().path("ranking").findValuesAsString("text")).containsExactly("aaa", "bb", "x");
        assertThat(mean.json().path("ranking").findValuesAsString("index")).containsExactly("1", "2", "0");
        assertThat(total.json().path("ranking").findValuesAsString("text")).containsExactly("x", "bb", "aaa");
    }

    @Test
    void modelsAreComparedCharacterByCharacter() {
        given(generation.score(ModelReference.parse("dinosaurs:1"), List.of("aa"), 0))
                .willReturn(new Scores(Author.of(ModelReference.parse("dinosaurs:1")), List.of(scored(-3, -1))));
        given(generation.score(ModelReference.parse("other"), List.of("aa"), 0))
                .willReturn(new Scores(Author.of(ModelReference.parse("other:7")), List.of(scored(-1, -2))));

        Answer answer = http.postJson("/compare", "{\"models\": [\"dinosaurs:1\", \"other\"], \"text\": \"aa\"}")
                .isStatus(200);

        assertThat(answer.json().path("best").asInt()).isEqualTo(1);
        assertThat(answer.json().path("characters").toString()).isEqualTo("""
                [{"character":"a","logprobs":[-3.0,-1.0]},{"character":"a","logprobs":[-1.0,-2.0]}]""");
        assertThat(answer.json().at("/models/1/version").asInt()).isEqualTo(7);
        assertThat(answer.json().at("/models/0/natsPerCharacter").asDouble()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/score   | {}                                         | text",
                "/score   | {'text': 'a', 'texts': ['b']}              | text",
                "/score   | {'texts': []}                              | texts",
                "/score   | {'text': 7}                                | text",
                "/score   | {'text': 'a', 'logprobs': 21}              | logprobs",
                "/score   | {'text': 'a', 'temperature': 1}            | temperature",
                "/rank    | {'candidates': []}                         | candidates",
                "/rank    | {'candidates': ['a'], 'by': 'length'}      | by",
                "/compare | {'models': ['a'], 'text': 'a'}             | models",
                "/compare | {'models': ['a', '..'], 'text': 'a'}       | models",
                "/compare | {'models': ['a', 'b'], 'text': ''}         | text",
            })
    void aWrongFieldIsRefusedByItsName(String path, String body, String field) {
        assertThat(http.postJson(path, body.replace('\'', '"')).isProblem(422).wrongFields())
                .containsExactly(field);
        verifyNoInteractions(generation);
    }

    @Test
    void whatCannotBeScoredIsAProblemOfTheText() {
        willAnswer(_ -> Vocabulary.of('a').encode("aaß")).given(generation).score(null, List.of("aaß"), 0);
        willThrow(new TextsTooLong(1_000_000)).given(generation).score(null, List.of("long"), 0);

        assertThat(http.postJson("/score", "{\"text\": \"aaß\"}")
                        .isProblem(422)
                        .error("text")
                        .path("index")
                        .asInt())
                .isEqualTo(2);
        assertThat(http.postJson("/score", "{\"texts\": [\"aaß\"]}")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("texts");
        List<String> several = List.of("a", "ßa");
        willAnswer(_ -> Vocabulary.of('a').encode(several)).given(generation).score(null, several, 0);
        assertThat(http.postJson("/rank", "{\"candidates\": [\"a\", \"ßa\"]}")
                        .isProblem(422)
                        .error("candidates[1]")
                        .path("index")
                        .asInt())
                .isZero();
        assertThat(http.postJson("/score", "{\"texts\": [\"long\"]}")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("texts");
        assertThat(http.postJson("/rank", "{\"candidates\": [\"long\"]}")
                        .isProblem(422)
                        .wrongFields())
                .containsExactly("candidates");
    }
}
