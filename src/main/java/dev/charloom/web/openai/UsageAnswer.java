package dev.charloom.web.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/// What a request cost. A token is a character.
record UsageAnswer(
        @Schema(description = "Characters of all prompts.") @JsonProperty("prompt_tokens")
        long promptTokens,

        @Schema(description = "Characters that were written, in all texts.") @JsonProperty("completion_tokens")
        long completionTokens,

        @JsonProperty("total_tokens") long totalTokens) {

    static UsageAnswer of(long prompt, long completion) {
        return new UsageAnswer(prompt, completion, prompt + completion);
    }
}
