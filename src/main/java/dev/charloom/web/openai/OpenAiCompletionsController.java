package dev.charloom.web.openai;

import dev.charloom.generation.Author;
import dev.charloom.generation.FinishReason;
import dev.charloom.generation.GeneratedText;
import dev.charloom.generation.Generation;
import dev.charloom.generation.GenerationParams;
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
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Completions as OpenAI's API has them. A token is a character.
@RestController
@Tag(name = ApiDescription.OPENAI)
class OpenAiCompletionsController {

    private final TolerantBodies bodies;
    private final Orders orders;
    private final Stamps stamps;
    private final GenerationService generation;
    private final EventAnswers events;

    OpenAiCompletionsController(
            TolerantBodies bodies, Orders orders, Stamps stamps, GenerationService generation, EventAnswers events) {
        this.bodies = bodies;
        this.orders = orders;
        this.stamps = stamps;
        this.generation = generation;
        this.events = events;
    }

    @Operation(
            operationId = "openAiComplete",
            summary = "Go on with texts",
            description = """
                    As OpenAI's completions, for clients of that API. A token is a character, and what is not said is \
                    as there: `temperature` and `top_p` are 1. With a `seed`, the texts of a prompt do not depend on \
                    the other prompts. With `"stream": true`, chunks come as server-sent events, `[DONE]` last.""",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = CompletionBody.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "two prompts",
                                                            value = CompletionBody.EXAMPLE))))
    @ApiResponse(
            responseCode = "200",
            description = "The completions, or the chunks of a stream.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = CompletionAnswer.class)),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                        schema = @Schema(implementation = CompletionAnswer.class))
            })
    @TextBodyProblems
    @PostMapping(path = "/v1/completions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Nullable
    ResponseEntity<CompletionAnswer> complete(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CompletionBody body = bodies.read(request, CompletionBody.class);
        Orders.Order order = orders.of(body);
        EchoedPrompts echoed = body.isEchoed() ? EchoedPrompts.of(order, generation) : null;
        if (body.isStreamed()) {
            stream(body, order, echoed, request, response);
            return null;
        }
        Generation written = Objects.equals(body.maxTokens(), 0)
                ? nothing(order)
                : generation.complete(order.choice(), order.params(), new Prompts(order.prompts(), null));
        CompletionAnswer answer = CompletionAnswer.of(
                stamp(body, written.author()),
                written.author(),
                choices(written, order.params(), echoed),
                UsageAnswer.of(written.promptCharacters(), written.completionCharacters()));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }

    private void stream(
            CompletionBody body,
            Orders.Order order,
            @Nullable EchoedPrompts echoed,
            HttpServletRequest request,
            HttpServletResponse response) {
        TextStream stream =
                generation.streamCompletions(order.choice(), order.params(), new Prompts(order.prompts(), null));
        events.answer(stream, request, response, out -> {
            var chunks = new CompletionChunks(
                    stream,
                    stamp(body, stream.author()),
                    StreamOptions.usage(body.streamOptions()),
                    order.params().logprobs() != null,
                    out);
            if (echoed != null) {
                chunks.echo(echoed, order.params().n());
            }
            return chunks;
        });
    }

    private Stamps.Stamp stamp(CompletionBody body, Author author) {
        return stamps.next("cmpl-", body.model() == null ? author.name() : body.model());
    }

    /// Texts of no characters, to which prompts are prepended.
    private Generation nothing(Orders.Order order) {
        int texts = order.prompts().size() * order.params().n();
        long characters = order.prompts().stream()
                .mapToLong(it -> it.codePointCount(0, it.length()))
                .sum();
        return new Generation(
                Author.of(generation.load(order.model())),
                Collections.nCopies(texts, new GeneratedText("", FinishReason.LENGTH)),
                0,
                characters,
                0,
                0);
    }

    private static List<CompletionAnswer.Choice> choices(
            Generation written, GenerationParams params, @Nullable EchoedPrompts echoed) {
        boolean logprobs = params.logprobs() != null;
        return IntStream.range(0, written.texts().size())
                .mapToObj(index -> choice(written.texts().get(index), index, index / params.n(), logprobs, echoed))
                .toList();
    }

    private static CompletionAnswer.Choice choice(
            GeneratedText text, int index, int prompt, boolean logprobs, @Nullable EchoedPrompts echoed) {
        if (echoed == null) {
            LogprobsAnswer own = logprobs ? LogprobsAnswer.of(text.logProbabilities(), 0) : null;
            return new CompletionAnswer.Choice(text.text(), index, own, text.finishReason());
        }
        String before = echoed.text(prompt);
        LogprobsAnswer ofPrompt = echoed.logprobs(prompt);
        LogprobsAnswer all = ofPrompt == null
                ? null
                : ofPrompt.and(LogprobsAnswer.of(text.logProbabilities(), before.codePointCount(0, before.length())));
        return new CompletionAnswer.Choice(before + text.text(), index, all, text.finishReason());
    }
}
