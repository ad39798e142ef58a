package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import java.util.List;
import java.util.Map;

/// The order in which a framework lays the gates of a cell side by side.
///
/// Gates go by the letters that this service and PyTorch use: an LSTM's i, f, g, o, a GRU's r, z, n; the one block
/// of a simple cell is h.
///
/// @param cell whose gates they are
/// @param gates each gate of the cell once
record GateOrder(CellKind cell, List<String> gates) {

    /// Letters that others have for the same gates.
    private static final Map<String, String> OF_AN_LSTM = Map.of("c", "g", "j", "g");

    private static final Map<String, String> OF_A_GRU = Map.of("h", "n", "a", "n", "u", "z");

    /// @throws ImportRejected if they are not the gates of the cell, in whatever order
    GateOrder {
        Map<String, String> synonyms = synonyms(cell);
        gates = gates.stream()
                .map(String::valueOf) // JSON may have null among them
                .map(gate -> synonyms.getOrDefault(gate, gate))
                .toList();
        List<String> ours = ours(cell);
        if (gates.size() != ours.size() || !gates.containsAll(ours)) {
            throw new ImportRejected("its gateOrder %s is no order of the gates %s".formatted(gates, ours));
        }
    }

    /// The order inside this service, which is PyTorch's.
    static GateOrder pytorch(CellKind cell) {
        return new GateOrder(cell, ours(cell));
    }

    /// Keras' order: i, f, c, o and z, r, h.
    static GateOrder keras(CellKind cell) {
        return switch (cell) {
            case RNN, LSTM -> pytorch(cell);
            case GRU_RESET_BEFORE, GRU_RESET_AFTER -> new GateOrder(cell, List.of("z", "r", "n"));
        };
    }

    /// ONNX' order: i, o, f, c and z, r, h.
    static GateOrder onnx(CellKind cell) {
        return cell == CellKind.LSTM ? new GateOrder(cell, List.of("i", "o", "f", "g")) : keras(cell);
    }

    /// Which block of ours the block at `position` is.
    int block(int position) {
        return block(gates.get(position));
    }

    /// Which block of ours a gate is.
    int block(String gate) {
        return ours(cell).indexOf(gate);
    }

    private static Map<String, String> synonyms(CellKind cell) {
        return switch (cell) {
            case RNN -> Map.of();
            case LSTM -> OF_AN_LSTM;
            case GRU_RESET_BEFORE, GRU_RESET_AFTER -> OF_A_GRU;
        };
    }

    private static List<String> ours(CellKind cell) {
        return switch (cell) {
            case RNN -> List.of("h");
            case LSTM -> List.of("i", "f", "g", "o");
            case GRU_RESET_BEFORE, GRU_RESET_AFTER -> List.of("r", "z", "n");
        };
    }
}
