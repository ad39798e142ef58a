package dev.charloom.generation;

import dev.charloom.repository.ModelReference;
import java.util.List;

/// What a request wrote.
///
/// @param model the model and version that wrote it
/// @param texts as many as were asked for
/// @param seed with this seed, the same request writes the same texts
/// @param promptCharacters characters that were read
/// @param completionCharacters characters that were written, in all texts
public record Generation(
        ModelReference model, List<GeneratedText> texts, long seed, long promptCharacters, long completionCharacters) {

    public Generation {
        texts = List.copyOf(texts);
    }
}
