package dev.charloom.generation;

import dev.charloom.sampling.WritingTask;

/// Which texts are not wanted.
///
/// @param unique none that came before in the same request
/// @param novel none that is a line of the training corpus or contains a long stretch of it
public record Distinct(boolean unique, boolean novel) {

    public static final Distinct NO = new Distinct(false, false);

    /// Beside the texts that are wanted, so many are kept until it is known whether they are: what is written while the
    /// earliest of those grows to its full length.
    public static final int MOST_BESIDE = WritingTask.MOST_AT_ONCE;

    boolean none() {
        return equals(NO);
    }
}
