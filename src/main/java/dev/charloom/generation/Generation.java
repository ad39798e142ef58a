package dev.charloom.generation;

import java.util.List;

/// What a request wrote.
///
/// @param author who wrote it
/// @param texts as many as were asked for
/// @param seed with this seed, the same request writes the same texts
/// @param promptCharacters characters that were read
/// @param completionCharacters characters that were written, in all texts
/// @param remembered characters that the session of the request had read and written before; 0 without a session
public record Generation(
        Author author,
        List<GeneratedText> texts,
        long seed,
        long promptCharacters,
        long completionCharacters,
        long remembered) {

    public Generation {
        texts = List.copyOf(texts);
    }
}
