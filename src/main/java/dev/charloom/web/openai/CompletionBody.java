package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.charloom.generation.GenerationParams;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Null;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of a completion. Fields that are not listed are passed over.
@Schema(example = CompletionBody.EXAMPLE)
record CompletionBody(
        @Schema(description = "A model, or `name:version`; left out: the default.") @Nullable
        String model,

        @Schema(
                description =
                        "A text or a list of up to 128, also as lists of vocabulary ids; left out: nothing, from which a new"
                                + " text begins.",
                implementation = Object.class)
        @Nullable
        JsonNode prompt,

        @Schema(description = "Draws so many texts and answers with the `n` best; not with `stream`.")
        @JsonProperty("best_of")
        @Min(1)
        @Max(128)
        @Nullable
        Integer bestOf,

        @Schema(description = "Whether the texts begin with the prompt, without what `unknown` skips of it.") @Nullable
        Boolean echo,

        @JsonProperty("frequency_penalty") @DecimalMin("-2") @DecimalMax("2") @Nullable
        Double frequencyPenalty,

        @Schema(description = "What is added to logits, by vocabulary id: the place in `vocabulary.characters`.")
        @JsonProperty("logit_bias")
        @Nullable
        Map<String, Double> logitBias,

        @Schema(
                description =
                        "Tells the log-probability of every character and of so many alternatives: of those that are"
                                + " written, as `precision` computes them, of an echoed prompt in `float32`. This number"
                                + " plus 1, times `max_tokens`, times all texts, is at most 5000000.")
        @Min(0)
        @Max(20)
        @Nullable
        Integer logprobs,

        @Schema(description = "Most characters of a text; left out: 500. 0 with `echo` only scores the prompt.")
        @JsonProperty("max_tokens")
        @Min(0)
        @Max(GenerationParams.MOST_CHARACTERS)
        @Nullable
        Integer maxTokens,

        @Schema(description = "Texts for each prompt.") @Min(1) @Max(128) @Nullable
        Integer n,

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

        @Schema(description = "Cannot be had: the models read forward only.")
        @Null(message = "cannot be had: the models read forward only")
        @Nullable
        String suffix,

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
            {"model": "dinosaurs", "prompt": ["Mega", "tyranno"], "n": 2, "max_tokens": 20, "seed": 7, "logprobs": 1}""";

    boolean isStreamed() {
        return Boolean.TRUE.equals(stream);
    }

    boolean isEchoed() {
        return Boolean.TRUE.equals(echo);
    }
}
