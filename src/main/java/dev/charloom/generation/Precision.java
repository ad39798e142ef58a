package dev.charloom.generation;

/// The numbers that a model is computed with while it writes.
public enum Precision {
    /// 6 bits, or else 8, where the model's validation loss is at most 0.5 % worse in them; else float32.
    AUTO,
    /// The weights as they were trained.
    FLOAT32
}
