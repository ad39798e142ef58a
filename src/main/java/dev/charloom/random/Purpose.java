package dev.charloom.random;

/// What random draws are for. Draws for different purposes are independent, also under one seed.
public enum Purpose {
    /// Initial weights.
    WEIGHTS(1),
    /// The order of the training data.
    SHUFFLE(2),
    /// What is kept apart for validation.
    SPLIT(3),
    /// The characters of generated text.
    SAMPLE(4),
    /// The character that a text from nothing begins after.
    OPENING(5),
    /// Which units are dropped in a training step.
    DROPOUT(6),
    /// Which recurrent weights are dropped in a training step.
    WEIGHT_DROP(7),
    /// Where training windows of a text begin and end.
    WINDOWS(8),
    /// Which lanes begin a training window with the zero state.
    STATE_DROP(9);

    // Stored models depend on these numbers: a new purpose takes a new one, and none is ever changed.
    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
