package dev.charloom.sampling;

/// A text that a model wrote.
///
/// @param text what was written, without the newline or stop sequence that ended it
/// @param characters its length in code points
/// @param ended true if the model or a stop sequence ended it, false if the length limit did
public record WrittenText(String text, int characters, boolean ended) {}
