package dev.charloom.training;

import java.util.List;

/// Several parameters chosen at once, by the size of what is wanted.
///
/// A larger model needs more text: with too little it learns the text by heart. `AUTO` takes the preset for the
/// number of the corpus's characters; where a time is given, the largest that this time is enough for.
public enum Preset {
    /// Quick to train: for trying things out, and for texts of a few pages.
    TINY,
    /// For lists of names and texts up to the length of a story.
    SMALL,
    /// For texts of the length of a book.
    MEDIUM,
    /// For books; takes an hour or more.
    LARGE,
    /// By the number of characters, and by the time that there is.
    AUTO;

    /// What a preset fills in.
    ///
    /// @param dropout between the layers and below the output
    /// @param inputDropout of embedded characters
    record Sizes(
            int layers,
            int hiddenSize,
            int embeddingSize,
            int sequenceLength,
            int batchSize,
            double learningRate,
            double dropout,
            double inputDropout) {}

    /// With fewer passes over its corpus a model is too large for the time.
    static final double LEAST_PASSES = 6;

    /// From so many passes on, dropout is all that a preset has; with fewer there is less to be learned by heart, and
    /// it is less in proportion.
    private static final double MANY_PASSES = 20;

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

    /// What comes into question for a corpus of so many characters where time decides, the largest first: up to one
    /// size more than without, since a time is given for the sake of quality.
    static List<Preset> candidates(long characters) {
        List<Preset> largestFirst = List.of(LARGE, MEDIUM, SMALL, TINY);
        int usual = largestFirst.indexOf(AUTO.decided(characters));
        return largestFirst.subList(Math.max(0, usual - 1), largestFirst.size());
    }

    /// What it fills in.
    ///
    /// @param passes how often training reads the corpus, about
    /// @throws IllegalStateException of `AUTO`, which has to be decided first
    Sizes sizes(double passes) {
        return switch (this) {
            case TINY -> new Sizes(1, 64, 16, 32, 16, 0.005, 0, 0);
            case SMALL -> new Sizes(2, 128, 32, 64, 32, 0.004, dropout(0.1, passes), 0);
            case MEDIUM -> new Sizes(2, 256, 64, 64, 32, 0.003, dropout(0.3, passes), 0);
            case LARGE -> new Sizes(2, 512, 128, 64, 32, 0.003, dropout(0.5, passes), dropout(0.1, passes));
            case AUTO -> throw new IllegalStateException("auto is decided by the corpus");
        };
    }

    /// In hundredths, so that a job shows what can be asked for again.
    private static double dropout(double most, double passes) {
        return Math.round(100 * most * Math.min(1, passes / MANY_PASSES)) / 100.0;
    }
}
