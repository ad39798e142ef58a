package dev.charloom.generation;

/// One text that a model wrote.
///
/// @param text without the newline that ended it
public record GeneratedText(String text, FinishReason finishReason) {}
