package dev.charloom.web.openai;

import dev.charloom.generation.GenerationService;
import dev.charloom.sampling.ScoredText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The prompts that texts begin with, and how probable their characters are, if that is told.
record EchoedPrompts(List<String> texts, @Nullable List<ScoredText> scores) {

    static EchoedPrompts of(Orders.Order order, GenerationService generation) {
        Integer top = order.params().logprobs();
        return new EchoedPrompts(
                order.prompts(),
                top == null
                        ? null
                        : generation.score(order.model(), order.prompts(), top).texts());
    }

    int size() {
        return texts.size();
    }

    String text(int prompt) {
        return texts.get(prompt);
    }

    @Nullable
    LogprobsAnswer logprobs(int prompt) {
        return scores == null
                ? null
                : LogprobsAnswer.ofPrompt(scores.get(prompt).characters());
    }
}
