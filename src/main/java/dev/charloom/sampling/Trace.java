package dev.charloom.sampling;

import dev.charloom.engine.Signal;

/// What a unit did at each character of a text.
///
/// @param unit its number
/// @param values one for each character: what the signal was when the character had been read
public record Trace(Signal signal, int unit, float[] values) {}
