package dev.charloom.web.openai;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the bodies of completions and of chat completions have in common. What is left out is null.
interface SamplingBody {

    @Nullable
    Double temperature();

    @Nullable
    Double topP();

    @Nullable
    Integer topK();

    @Nullable
    Double minP();

    @Nullable
    Double repetitionPenalty();

    @Nullable
    Double frequencyPenalty();

    @Nullable
    Double presencePenalty();

    /// By vocabulary id.
    @Nullable
    Map<String, Double> logitBias();

    @Nullable
    Integer n();

    @Nullable
    Long seed();

    /// A string or a list of strings.
    @Nullable
    JsonNode stop();

    @Nullable
    String unknown();

    @Nullable
    String precision();
}
