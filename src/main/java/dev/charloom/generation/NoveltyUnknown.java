package dev.charloom.generation;

/// A model was published without the hashes of its corpus, so that nobody can tell what would be new.
public final class NoveltyUnknown extends RuntimeException {

    public NoveltyUnknown(Author author) {
        super("model " + author + " was published without the hashes of its corpus; train it again to have them");
    }
}
