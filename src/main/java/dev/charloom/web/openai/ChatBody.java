package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.generation.GenerationParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of a chat completion. Fields that are not listed are passed over.
@Schema(example = ChatBody.EXAMPLE)
record ChatBody(
        @Schema(description = "A model, or `name:version`; left out: the default.") @Nullable
        String model,

        @Schema(description = "Their texts, joined by newlines, are the prompt, whatever their roles.")
        @NotEmpty(message = "needs at least one message")
        @Nullable
        List<@Nullable Message> messages,

        @JsonProperty("frequency_penalty") @DecimalMin("-2") @DecimalMax("2") @Nullable
        Double frequencyPenalty,

        @Schema(description = "What is added to logits, by vocabulary id: the place in `vocabulary.characters`.")
        @JsonProperty("logit_bias")
        @Nullable
        Map<String, Double> logitBias,

        @Schema(description = "Whether the log-probability of every character is told.") @Nullable
        Boolean logprobs,

        @Schema(
                description =
                        "Of so many alternatives, too. This number plus 1, times `max_completion_tokens`, times `n`, is at"
                                + " most 5000000.")
        @JsonProperty("top_logprobs")
        @Min(0)
        @Max(20)
        @Nullable
        Integer topLogprobs,

        @Schema(description = "Most characters of a text; left out: 500.")
        @JsonProperty("max_completion_tokens")
        @Min(1)
        @Max(GenerationParams.MOST_CHARACTERS)
        @Nullable
        Integer maxCompletionTokens,

        @Schema(description = "The older name of `max_completion_tokens`.")
        @JsonProperty("max_tokens")
        @Min(1)
        @Max(GenerationParams.MOST_CHARACTERS)
        @Nullable
        Integer maxTokens,

        @Min(1) @Max(128) @Nullable Integer n,

        @JsonProperty("presence_penalty") @DecimalMin("-2") @DecimalMax("2") @Nullable
        Double presencePenalty,

        @Schema(description = "With the same seed, the same texts. 0 to 2⁵³−1 are the seeds of `/complete`.") @Nullable
        Long seed,

        @Schema(
                description = "A text or a list of up to 16 that end a text and are left out.",
                implementation = Object.class)
        @Nullable
        JsonNode stop,

        @Nullable Boolean stream,

        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,

        @DecimalMin("0") @DecimalMax("100") @Nullable Double temperature,

        @Schema(description = "As `topP` of `/complete`; also 0, which always takes the most probable character.")
        @JsonProperty("top_p")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable
        Double topP,

        @Schema(description = "As `topK` of `/complete`.") @JsonProperty("top_k") @Min(1) @Nullable
        Integer topK,

        @Schema(description = "As `minP` of `/complete`.")
        @JsonProperty("min_p")
        @DecimalMin("0")
        @DecimalMax("1")
        @Nullable
        Double minP,

        @Schema(description = "As `repetitionPenalty` of `/complete`.")
        @JsonProperty("repetition_penalty")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("10")
        @Nullable
        Double repetitionPenalty,

        @Schema(description = "As `unknown` of `/complete`: `error` or `skip`.") @Nullable
        String unknown,

        @Schema(description = "As `precision` of `/complete`: `auto` or `float32`.") @Nullable
        String precision)
        implements SamplingBody {

    static final String EXAMPLE = """
            {"model": "dinosaurs", "messages": [{"role": "user", "content": "Mega"}], "seed": 7}""";

    /// One message.
    @Schema(name = "ChatMessage")
    record Message(
            @Schema(example = "user") @Nullable String role,

            @Schema(
                    description = "A text, or a list of parts of type `text`; left out or null: an empty text.",
                    implementation = Object.class)
            @Nullable
            JsonNode content) {}

    boolean isStreamed() {
        return Boolean.TRUE.equals(stream);
    }
}
