package dev.charloom.generation;

/// Which texts are not wanted.
///
/// @param unique none that came before in the same request
/// @param novel none that is a line of the training corpus or contains a long stretch of it
public record Distinct(boolean unique, boolean novel) {

    public static final Distinct NO = new Distinct(false, false);

    boolean none() {
        return equals(NO);
    }
}
