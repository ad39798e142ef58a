package dev.charloom.engine;

/// The recurrent cells the engine knows. The two GRU variants compute different functions and their weights are not
/// interchangeable, so they are two kinds.
public enum CellKind {
    /// Elman's simple recurrent cell with tanh (Elman 1990), see [SimpleRnnCell].
    RNN(1, false, false),
    /// GRU whose candidate sees `r∘h`: reset before the matrix product (Cho et al. 2014), see [GruResetBeforeCell].
    GRU_RESET_BEFORE(3, false, false),
    /// GRU that resets after the matrix product, with a second bias (cuDNN, PyTorch, Keras' default), see [GruCell].
    GRU_RESET_AFTER(3, true, false),
    /// LSTM with input, forget and output gates and a separate candidate (Gers et al. 2000), see [LstmCell].
    LSTM(4, false, true);

    private final int gates;
    private final boolean recurrentBias;
    private final boolean cellState;

    CellKind(int gates, boolean recurrentBias, boolean cellState) {
        this.gates = gates;
        this.recurrentBias = recurrentBias;
        this.cellState = cellState;
    }

    /// The number of blocks of `H` columns in a layer's weights, `G`.
    public int gates() {
        return gates;
    }

    /// Whether a layer has a second bias, added to the recurrent product before the reset gate scales it.
    public boolean hasRecurrentBias() {
        return recurrentBias;
    }

    /// Whether the state has a cell state `c` beside the hidden state `h`.
    public boolean hasCellState() {
        return cellState;
    }
}
