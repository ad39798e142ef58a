package dev.charloom.generation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be gone on with.
///
/// @param texts one prompt or more; text number i of prompt number p is number p·n+i of the answer
/// @param session the conversation that a single prompt stands in; null for none
public record Prompts(List<String> texts, @Nullable SessionId session) {

    public Prompts {
        texts = List.copyOf(texts);
        if (texts.isEmpty() || (session != null && texts.size() > 1)) {
            throw new IllegalArgumentException("one prompt, or more without a session, not " + texts.size());
        }
    }

    /// A prompt by itself.
    public static Prompts of(String text) {
        return new Prompts(List.of(text), null);
    }
}
