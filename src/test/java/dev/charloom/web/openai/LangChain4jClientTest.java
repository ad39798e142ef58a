package dev.charloom.web.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.charloom.ServiceTest;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.catalog.ModelDescription;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiLanguageModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingLanguageModel;
import dev.langchain4j.model.output.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// LangChain4j's client of OpenAI's API, unchanged.
class LangChain4jClientTest extends ServiceTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private String url() {
        return "http://localhost:" + port + "/v1";
    }

    private OpenAiChatModel.OpenAiChatModelBuilder chat() {
        return OpenAiChatModel.builder()
                .baseUrl(url())
                .apiKey("sk-anything")
                .modelName("dinosaurs")
                .maxRetries(0)
                .seed(7);
    }

    private OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(url())
                .apiKey("sk-anything")
                .modelName("dinosaurs")
                .seed(7);
    }

    /// Gathers a streamed answer; cancels it at its first piece if it is to.
    private static final class Gathering implements StreamingChatResponseHandler {

        private final StringBuilder pieces = new StringBuilder();
        private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
        private final boolean cancels;

        private Gathering(boolean cancels) {
            this.cancels = cancels;
        }

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            pieces.append(piece.text());
            begun.complete(true);
            if (cancels) {
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response.complete(complete);
        }

        @Override
        public void onError(Throwable failure) {
            response.completeExceptionally(failure);
            begun.complete(false);
        }
    }

    @Test
    void chatsWholeAndStreamed() {
        String whole = chat().build().chat("Mega");
        var gathering = new Gathering(false);

        streaming().build().chat("Mega", gathering);

        ChatResponse response =
                gathering.response.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(whole).isNotBlank().isEqualTo(gathering.pieces.toString());
        assertThat(response.aiMessage().text()).isEqualTo(whole);
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(4);
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(whole.length());
    }

    @Test
    void completesWithoutSayingHowLong() {
        Response<String> response = OpenAiLanguageModel.builder()
                .baseUrl(url())
                .apiKey("sk-anything")
                .modelName("dinosaurs")
                .temperature(0.0) // it has no seed, and a name may end where the prompt does
                .maxRetries(0)
                .build()
                .generate("Mega");

        assertThat(response.content()).isNotBlank();
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(4);
    }

    @Test
    void streamsCompletions() {
        var pieces = new StringBuilder();
        var whole = new CompletableFuture<Response<String>>();
        OpenAiStreamingLanguageModel.builder()
                .baseUrl(url())
                .apiKey("sk-anything")
                .modelName("dinosaurs")
                .temperature(0.0)
                .build()
                .generate("Mega", new StreamingResponseHandler<String>() {
                    @Override
                    public void onNext(String piece) {
                        pieces.append(piece);
                    }

                    @Override
                    public void onComplete(Response<String> response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        whole.completeExceptionally(failure);
                    }
                });

        assertThat(whole.orTimeout(60, TimeUnit.SECONDS).join().content())
                .isNotBlank()
                .isEqualTo(pieces.toString());
    }

    @Test
    void listsModels() {
        assertThat(OpenAiModelCatalog.builder()
                        .baseUrl(url())
                        .apiKey("sk-anything")
                        .build()
                        .listModels())
                .extracting(ModelDescription::name)
                .containsExactly("dinosaurs");
    }

    @Test
    void understandsErrors() {
        assertThatThrownBy(() -> chat().modelName("nothing").build().chat("Mega"))
                .isInstanceOf(ModelNotFoundException.class);
        assertThatThrownBy(() -> chat().temperature(-1.0).build().chat("Mega"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("temperature");
    }

    @Test
    void cancels() {
        double before = metric("charloom_request_success_total{finished_reason=\"abort\"");
        var gathering = new Gathering(true);

        streaming()
                .logitBias(Map.of("0", -100)) // no line ends
                .maxTokens(1_000_000)
                .build()
                .chat("Mega", gathering);

        assertThat(gathering.begun.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
        await().atMost(LONG)
                .until(() -> metric("charloom_request_success_total{finished_reason=\"abort\"") > before
                        && metric("charloom_num_requests_running") == 0);
    }
}
