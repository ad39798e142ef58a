package dev.charloom.text;

/// How often a character occurs in a corpus.
public record CharacterCount(int codePoint, long count) {}
