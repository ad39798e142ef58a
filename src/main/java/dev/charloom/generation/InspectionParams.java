package dev.charloom.generation;

import dev.charloom.text.CharacterFeature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to look at inside a model.
///
/// @param layer from 1, the one that reads the characters; null for the last one
/// @param signals names of gates and states of the cell; null for its memory: the cell state of an LSTM, else
///     the hidden state
/// @param units numbers of the units to trace, from 0; null for those that rank first
/// @param feature what units are ranked by; null to leave them in the order of their numbers
/// @param top how many are traced where none are named
public record InspectionParams(
        @Nullable Integer layer,
        @Nullable List<String> signals,
        @Nullable List<Integer> units,
        @Nullable CharacterFeature feature,
        int top) {}
