package dev.charloom.peers;

enum Cell {
    RNN(1),
    GRU(3),
    LSTM(4);

    /// Blocks of `H` rows in a weight matrix
    final int gates;

    Cell(int gates) {
        this.gates = gates;
    }
}
