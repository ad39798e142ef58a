package dev.charloom.web.openai;

import dev.charloom.generation.Author;
import dev.charloom.generation.GeneratedText;
import dev.charloom.generation.Generation;
import dev.charloom.generation.GenerationService;
import dev.charloom.generation.Prompts;
import dev.charloom.generation.TextStream;
import dev.charloom.web.binding.TolerantBodies;
import dev.charloom.web.openapi.ApiDescription;
import dev.charloom.web.problem.TextBodyProblems;
import dev.charloom.web.stream.EventAnswers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Chat completions as OpenAI's API has them, for clients that know nothing else: the messages become one prompt.
@RestController
@Tag(name = ApiDescription.OPENAI)
class OpenAiChatController {

    private final TolerantBodies bodies;
    private final Orders orders;
    private final Stamps stamps;
    private final GenerationService generation;
    private final EventAnswers events;

    OpenAiChatController(
            TolerantBodies bodies, Orders orders, Stamps stamps, GenerationService generation, EventAnswers events) {
        this.bodies = bodies;
        this.orders = orders;
        this.stamps = stamps;
        this.generation = generation;
        this.events = events;
    }

    @Operation(
            operationId = "openAiChat",
            summary = "Go on with messages",
            description = """
                    As OpenAI's chat completions, for clients that know nothing else. The models know no roles: the \
                    texts of all messages, joined by newlines, are the prompt, and the answer goes on with it. In \
                    `lines` mode, only what follows the last newline counts: the end of the last message. With \
                    `"stream": true`, chunks come as server-sent events, `[DONE]` last.""",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = ChatBody.class),
                                            examples = @ExampleObject(name = "a message", value = ChatBody.EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "The chat completions, or the chunks of a stream.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ChatAnswer.class)),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                        schema = @Schema(implementation = ChatAnswer.class))
            })
    @TextBodyProblems
    @PostMapping(path = "/v1/chat/completions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<ChatAnswer> chat(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ChatBody body = bodies.read(request, ChatBody.class);
        Orders.Order order = orders.of(body);
        if (body.isStreamed()) {
            stream(body, order, request, response);
            return null;
        }
        Generation written = generation.complete(order.choice(), order.params(), new Prompts(order.prompts(), null));
        ChatAnswer answer = ChatAnswer.of(
                stamp(body, written.author()),
                "chat.completion",
                written.author(),
                choices(written, order.params().logprobs() != null),
                UsageAnswer.of(written.promptCharacters(), written.completionCharacters()));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }

    private void stream(ChatBody body, Orders.Order order, HttpServletRequest request, HttpServletResponse response) {
        TextStream stream =
                generation.streamCompletions(order.choice(), order.params(), new Prompts(order.prompts(), null));
        events.answer(stream, request, response, out -> {
            var chunks = new ChatChunks(
                    stream,
                    stamp(body, stream.author()),
                    StreamOptions.usage(body.streamOptions()),
                    order.params().logprobs() != null,
                    out);
            chunks.open(order.params().n());
            return chunks;
        });
    }

    private Stamps.Stamp stamp(ChatBody body, Author author) {
        return stamps.next("chatcmpl-", body.model() == null ? author.name() : body.model());
    }

    private static List<ChatAnswer.Choice> choices(Generation written, boolean logprobs) {
        return IntStream.range(0, written.texts().size())
                .mapToObj(index -> {
                    GeneratedText text = written.texts().get(index);
                    ChatLogprobsAnswer told = logprobs ? ChatLogprobsAnswer.of(text.logProbabilities()) : null;
                    return ChatAnswer.whole(index, text.text(), told, text.finishReason());
                })
                .toList();
    }
}
