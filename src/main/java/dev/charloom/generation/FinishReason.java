package dev.charloom.generation;

/// Why a text ended.
public enum FinishReason {
    /// The model ended it, or a stop sequence did.
    STOP,
    /// It reached the length limit.
    LENGTH
}
