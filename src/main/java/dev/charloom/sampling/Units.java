package dev.charloom.sampling;

import dev.charloom.engine.Signal;
import java.util.List;

/// Which units of a network are looked at.
///
/// @param layer from 0, the one that reads the characters
/// @param signals what is looked at of each
/// @param numbers of the units, each from 0 to below `H`
public record Units(int layer, List<Signal> signals, List<Integer> numbers) {

    public Units {
        signals = List.copyOf(signals);
        numbers = List.copyOf(numbers);
    }
}
