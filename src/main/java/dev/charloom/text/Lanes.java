package dev.charloom.text;

/// Sequences of (input, target) pairs side by side, none longer than the one before it.
interface Lanes {

    /// The number of lanes, at least 1.
    int count();

    /// The number of pairs of a lane, at least 1.
    int length(int lane);

    /// The id that a lane reads at `position`, counted from its start, or [Window#NO_CHARACTER].
    int input(int lane, int position);

    /// The id that follows there, or [Window#NOT_SCORED].
    int target(int lane, int position);
}
