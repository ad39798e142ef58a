package dev.charloom.generation;

import dev.charloom.sampling.ScoredText;
import java.util.List;

/// How probable texts are to a model.
///
/// @param texts in the order in which they were asked about
public record Scores(Author author, List<ScoredText> texts) {

    public Scores {
        texts = List.copyOf(texts);
    }
}
