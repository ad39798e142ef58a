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
    /// @param dropouts with which come windows that are cut at random, and an average of the weights
    record Sizes(
            int layers,
            int hiddenSize,
            int embeddingSize,
            int sequenceLength,
            int batchSize,
            double learningRate,
            Dropouts dropouts) {}

    /// How much of what is dropped, each a probability; see [Regularization].
    record Dropouts(double layer, double output, double weight) {

        static final Dropouts NONE = new Dropouts(0, 0, 0);

        /// As much of these as is good for a training of so many passes: with fewer of them there is less to be learned
        /// by heart, and weights that are missing cost time that a short training does not have.
        Dropouts forPasses(double passes) {
            double units = Math.min(1, passes / PASSES_FOR_UNITS);
            double weights = Math.min(1, passes / PASSES_FOR_WEIGHTS);
            return new Dropouts(hundredths(layer * units), hundredths(output * units), hundredths(weight * weights));
        }

        boolean isNone() {
            return equals(NONE);
        }

        /// So that a job shows what can be asked for again.
        private static double hundredths(double probability) {
            return Math.round(100 * probability) / 100.0;
        }
    }

    /// With fewer passes over its corpus a model is too large for the time.
    static final double LEAST_PASSES = 6;

    /// From so many passes on, units are dropped as often as a preset has it, and weights.
    private static final double PASSES_FOR_UNITS = 10;
    private static final double PASSES_FOR_WEIGHTS = 30;

    private static final Dropouts OF_A_SMALL_MODEL = new Dropouts(0.1, 0.1, 0);
    private static final Dropouts OF_A_LARGE_MODEL = new Dropouts(0.3, 0.4, 0.2);

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
            case TINY -> new Sizes(1, 64, 16, 32, 16, 0.005, Dropouts.NONE);
            case SMALL -> new Sizes(2, 128, 32, 64, 32, 0.004, OF_A_SMALL_MODEL.forPasses(passes));
            case MEDIUM -> new Sizes(2, 256, 64, 64, 32, 0.003, OF_A_LARGE_MODEL.forPasses(passes));
            case LARGE -> new Sizes(2, 512, 128, 64, 32, 0.003, OF_A_LARGE_MODEL.forPasses(passes));
            case AUTO -> throw new IllegalStateException("auto is decided by the corpus");
        };
    }
}
