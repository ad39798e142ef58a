package dev.charloom.web.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.charloom.generation.Author;
import dev.charloom.generation.TextEvent;
import dev.charloom.generation.TextStream;
import dev.charloom.generation.TimeLimitExceeded;
import dev.charloom.generation.WritingQueueFull;
import dev.charloom.repository.ModelName;
import dev.charloom.web.Answer;
import dev.charloom.web.WebTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What clients of OpenAI's API are told when the service cannot answer.
class OpenAiFailuresTest extends WebTest {

    @Test
    void aFailureInTheMidstOfAStreamIsAnErrorEventAndNoEndFollows() throws Exception {
        TextStream stream = mock();
        given(stream.author()).willReturn(new Author("dinosaurs", 1));
        willReturn(new TextEvent.Grown(0, "a", List.of()))
                .willThrow(new IllegalStateException("secret"))
                .given(stream)
                .next(any());
        willReturn(stream).given(generation).streamCompletions(any(), any(), any());

        for (String body : List.of(
                http.postJson("/v1/completions", "{\"prompt\": \"\", \"stream\": true}")
                        .body(),
                http.postJson(
                                "/v1/chat/completions",
                                "{\"messages\": [{\"role\": \"user\", \"content\": \"\"}], \"stream\": true}")
                        .body())) {
            String event = body.substring(body.indexOf("event: error\ndata: ") + "event: error\ndata: ".length());
            JsonNode error = new JsonMapper()
                    .readTree(event.lines().findFirst().orElseThrow())
                    .path("error");
            assertThat(error.path("message").asString()).isNotBlank();
            assertThat(error.path("type").asString()).isEqualTo("server_error");
            assertThat(body).doesNotContain("secret", "[DONE]");
        }
        verify(stream, atLeastOnce()).close();
    }

    @Test
    void beyondTheQueueClientsAreToldWhenToTryAgain() {
        willThrow(new WritingQueueFull(256)).given(generation).complete(any(), any(), any());
        willThrow(new WritingQueueFull(256)).given(generation).streamCompletions(any(), any(), any());

        for (String more : List.of("", ", \"stream\": true")) {
            Answer answer = http.postJson("/v1/completions", "{\"prompt\": \"a\"" + more + "}")
                    .isProblem(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json().at("/error/type").asString()).isEqualTo("server_error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "unknown", "suffix"})
    void aLongValueThatIsWrongIsNotSentBackWhole(String field) {
        String body = "{\"prompt\": \"a\", \"%s\": \"%s\"}".formatted(field, "x".repeat(100_000));

        assertThat(http.postJson("/v1/completions", body).body())
                .contains("urn:charloom")
                .hasSizeLessThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0.5", "true", "[\"dinosaurs\"]", "{}"})
    void whatIsNoTextIsNoName(String model) {
        String problem = http.postJson("/v1/completions", "{\"prompt\": \"a\", \"model\": %s}".formatted(model))
                .isProblem(422)
                .body();

        assertThat(problem).contains("model has a value of a wrong type");
        verifyNoInteractions(generation);
    }

    @Test
    void ofManyMessagesWithoutATextTheFirstIsTold() {
        String messages = "{\"content\": \"a\"}" + ",{\"content\": 5}".repeat(10_000);

        Answer answer = http.postJson("/v1/chat/completions", "{\"messages\": [" + messages + "]}")
                .isProblem(422);

        assertThat(answer.json().path("detail").asString())
                .isEqualTo("messages has no text in its message number 1, counted from 0.");
    }

    @Test
    void bytesThatAreNoUtf8AreMalformed() {
        byte[] utf32 = {0, 0, 0, '{', -1, -1, -1, -1};
        byte[] latin = "{\"prompt\": \"ä\"}".getBytes(ISO_8859_1);
        byte[] utf16 = "{\"prompt\": \"a\"}".getBytes(UTF_16LE);

        for (byte[] body : List.of(utf32, latin, utf16)) {
            http.send("POST", "/v1/completions", BodyPublishers.ofByteArray(body), "Content-Type", "application/json")
                    .isProblem(400);
        }
        verifyNoInteractions(generation);
    }

    @Test
    void anAnswerThatTakesTooLongIsGivenUp() {
        willThrow(new TimeLimitExceeded(Duration.ofMinutes(2)))
                .given(generation)
                .complete(any(), any(), any());

        assertThat(http.postJson("/v1/completions", "{\"prompt\": \"a\"}")
                        .isProblem(503)
                        .json()
                        .at("/error/code")
                        .asString())
                .isEqualTo("time_limit");
    }

    @Test
    void aModelIsDeletedByItsName() {
        assertThat(http.delete("/v1/models/dinosaurs").isStatus(200).body())
                .isEqualTo("{\"id\":\"dinosaurs\",\"object\":\"model\",\"deleted\":true}");
        verify(models).delete(new ModelName("dinosaurs"));
        verify(generation).unload(new ModelName("dinosaurs"));
    }
}
