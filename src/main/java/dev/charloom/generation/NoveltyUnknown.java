package dev.charloom.generation;

import dev.charloom.repository.ModelReference;

/// A model was published without the hashes of its corpus, so that nobody can tell what would be new.
public final class NoveltyUnknown extends RuntimeException {

    public NoveltyUnknown(ModelReference model) {
        super("model " + model + " was published without the hashes of its corpus; train it again to have them");
    }
}
