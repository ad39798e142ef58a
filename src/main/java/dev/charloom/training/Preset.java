package dev.charloom.training;

/// Several parameters chosen at once, by the size of what is wanted.
///
/// A larger model needs more text: with too little it learns the text by heart. `AUTO` takes the preset for the
/// number of the corpus's characters.
public enum Preset {
    /// Quick to train: for trying things out, and for texts of a few pages.
    TINY,
    /// For lists of names and texts up to the length of a story.
    SMALL,
    /// For texts of the length of a book.
    MEDIUM,
    /// For several books; takes hours.
    LARGE,
    /// By the number of characters.
    AUTO;

    /// What a preset fills in.
    record Sizes(
            int layers, int hiddenSize, int embeddingSize, int sequenceLength, int batchSize, double learningRate) {}

    private static final long SMALL_FROM = 20_000;
    private static final long MEDIUM_FROM = 500_000;
    private static final long LARGE_FROM = 3_000_000;

    /// This, or what `AUTO` means for a corpus of so many characters.
    Preset decided(long characters) {
        if (this != AUTO) {
            return this;
        }
        return characters < SMALL_FROM
                ? TINY
                : characters < MEDIUM_FROM ? SMALL : characters < LARGE_FROM ? MEDIUM : LARGE;
    }

    /// What it fills in.
    ///
    /// @throws IllegalStateException of `AUTO`, which has to be decided first
    Sizes sizes() {
        return switch (this) {
            case TINY -> new Sizes(1, 64, 16, 32, 16, 0.005);
            case SMALL -> new Sizes(2, 128, 32, 64, 32, 0.004);
            case MEDIUM -> new Sizes(2, 256, 64, 64, 32, 0.003);
            case LARGE -> new Sizes(2, 512, 128, 64, 64, 0.003);
            case AUTO -> throw new IllegalStateException("auto is decided by the corpus");
        };
    }
}
