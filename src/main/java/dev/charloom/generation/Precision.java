package dev.charloom.generation;

/// The numbers that a model is computed with while it writes.
public enum Precision {
    /// Whatever writes fastest without being worse.
    AUTO,
    /// The weights as they were trained.
    FLOAT32;

    /// What the model is loaded with: a decided precision. This is the one place that decides for [#AUTO].
    Precision decided() {
        return FLOAT32;
    }
}
