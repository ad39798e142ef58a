package dev.charloom.sampling;

import dev.charloom.engine.State;
import java.util.List;

/// What a [Predictor] remembers of one sequence: a state of each of its networks.
public final class Memory {

    private final List<State> states;

    Memory(List<State> states) {
        this.states = states;
    }

    /// The state of network number `index`, of one lane.
    State state(int index) {
        return states.get(index);
    }

    /// The same once more, from where both may go their ways.
    public Memory copy() {
        return new Memory(states.stream().map(State::copy).toList());
    }

    /// Takes over what another memory of the same predictor remembers.
    void copyFrom(Memory source) {
        for (int i = 0; i < states.size(); i++) {
            states.get(i).copyFrom(source.states.get(i));
        }
    }
}
