package dev.charloom.sampling;

import java.util.List;

/// How probable a character was to the model itself: before penalties, bias, masks and temperature.
///
/// @param codePoint the character
/// @param logProbability in nats
/// @param top the most probable characters in its place, the most probable first
public record CharacterLogProbability(int codePoint, double logProbability, List<Alternative> top) {

    /// A character and its log-probability in nats.
    public record Alternative(int codePoint, double logProbability) {}
}
