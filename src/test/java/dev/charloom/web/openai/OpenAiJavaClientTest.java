package dev.charloom.web.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import dev.charloom.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own client for Java, unchanged.
class OpenAiJavaClientTest extends ServiceTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private OpenAIClient client;

    @BeforeEach
    void build() {
        client = OpenAIOkHttpClient.builder()
                .baseUrl("http://localhost:" + port + "/v1")
                .apiKey("sk-anything")
                .maxRetries(0)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static CompletionCreateParams.Builder mega() {
        return CompletionCreateParams.builder()
                .model("dinosaurs")
                .prompt("Mega")
                .seed(7);
    }

    private static ChatCompletionCreateParams chat(String text) {
        return ChatCompletionCreateParams.builder()
                .model("dinosaurs")
                .addSystemMessage("Names")
                .addUserMessage(text)
                .seed(7)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
    }

    @Test
    void completes() {
        Completion completion = client.completions()
                .create(mega().n(2).logprobs(1).stop("x").build())
                .validate();
        Completion echoed =
                client.completions().create(mega().echo(true).logprobs(1).build());

        assertThat(completion.choices())
                .hasSize(2)
                .allSatisfy(choice -> assertThat(choice.text()).isNotBlank());
        assertThat(echoed.choices().getFirst().logprobs().orElseThrow().tokens().orElseThrow())
                .startsWith("M", "e", "g", "a");
        assertThat(completion.usage().orElseThrow().promptTokens()).isEqualTo(4);
        assertThat(Duration.ofSeconds(completion.created())).isLessThan(Duration.ofDays(365 * 200));
    }

    @Test
    void streams() {
        String whole =
                client.completions().create(mega().build()).choices().getFirst().text();

        try (StreamResponse<Completion> stream = client.completions().createStreaming(mega().build())) {
            assertThat(stream.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.text())
                            .collect(Collectors.joining()))
                    .isEqualTo(whole);
        }
    }

    @Test
    void chatsWholeAndStreamed() {
        var whole = client.chat().completions().create(chat("Mega")).validate();
        String text = whole.choices().getFirst().message().content().orElseThrow();

        try (var stream = client.chat().completions().createStreaming(chat("Mega"))) {
            var chunks = stream.stream().toList();
            assertThat(chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .flatMap(choice -> choice.delta().content().stream())
                            .collect(Collectors.joining()))
                    .isEqualTo(text);
            assertThat(chunks.getLast().usage()).isEqualTo(whole.usage());
        }
    }

    @Test
    void listsModels() {
        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .containsExactly("dinosaurs");
        assertThat(client.models().retrieve("dinosaurs").validate().ownedBy()).isEqualTo("charloom");
    }

    @Test
    void understandsErrors() {
        assertThatThrownBy(() ->
                        client.completions().create(mega().model("nothing").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.code()).contains("model_not_found"));
        assertThatThrownBy(() -> client.completions()
                        .create(mega().promptOfArrayOfTokens(List.of(13L, 1_000L))
                                .build()))
                .isInstanceOfSatisfying(UnprocessableEntityException.class, e -> {
                    assertThat(e.param()).contains("prompt");
                    assertThat(e.type()).contains("invalid_request_error");
                });
    }

    @Test
    void cancels() {
        double before = metric("charloom_request_success_total{finished_reason=\"abort\"");
        var noLineEnds = CompletionCreateParams.LogitBias.builder()
                .putAdditionalProperty("0", JsonValue.from(-100))
                .build();

        try (StreamResponse<Completion> stream = client.completions()
                .createStreaming(
                        mega().logitBias(noLineEnds).maxTokens(1_000_000).build())) {
            assertThat(stream.stream().findFirst()).isPresent();
        }

        await().atMost(LONG)
                .until(() -> metric("charloom_request_success_total{finished_reason=\"abort\"") > before
                        && metric("charloom_num_requests_running") == 0);
    }
}
