package dev.charloom.text;

/// A corpus of which too little is left to train on.
public final class CorpusTooShort extends TextRejected {

    private final TextMode mode;
    private final long total;
    private final long validation;

    /// @param mode whether lines or characters are counted
    /// @param total what the corpus has
    /// @param validation how much of it is kept for validation
    CorpusTooShort(TextMode mode, long total, long validation) {
        super(describe(mode, total, validation));
        this.mode = mode;
        this.total = total;
        this.validation = validation;
    }

    /// The mode that it is too short for; it says whether the numbers count lines or characters.
    public TextMode mode() {
        return mode;
    }

    /// The lines that are not blank, or the characters, of the whole corpus.
    public long total() {
        return total;
    }

    /// How many of them are kept for validation.
    public long validation() {
        return validation;
    }

    /// The fewest that have to be left for training.
    public long required() {
        return mode.fewestForTraining();
    }

    private static String describe(TextMode mode, long total, long validation) {
        return "the corpus is too short (%s: %d in all, %d for validation, %d for training, where at least %d are needed)"
                .formatted(mode.unit(), total, validation, total - validation, mode.fewestForTraining());
    }
}
