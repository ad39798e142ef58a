package dev.charloom.engine;

import java.util.List;
import java.util.Locale;

/// What a forward pass computes of each hidden unit at each step, and what can be looked at afterwards.
public enum Signal {
    /// The reset gate r of a GRU, 0 to 1: how much of the old state the candidate sees.
    RESET,
    /// The update gate z of a GRU, 0 to 1: it weights the old state, `h = (1 − z)∘n + z∘h₋`.
    UPDATE,
    /// The input gate i of an LSTM, 0 to 1.
    INPUT,
    /// The forget gate f of an LSTM, 0 to 1: it weights the old cell state, `c = f∘c₋ + i∘g`.
    FORGET,
    /// The candidate, −1 to 1: n of a GRU, g of an LSTM.
    CANDIDATE,
    /// The output gate o of an LSTM, 0 to 1.
    OUTPUT,
    /// The cell state c of an LSTM, unbounded.
    CELL,
    /// The hidden state h, −1 to 1.
    HIDDEN;

    /// What a cell has: its gates in the order in which they lie side by side, then its states.
    public static List<Signal> of(CellKind cell) {
        return switch (cell) {
            case RNN -> List.of(HIDDEN);
            case GRU_RESET_BEFORE, GRU_RESET_AFTER -> List.of(RESET, UPDATE, CANDIDATE, HIDDEN);
            case LSTM -> List.of(INPUT, FORGET, CANDIDATE, OUTPUT, CELL, HIDDEN);
        };
    }

    /// Its name in lower case.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
