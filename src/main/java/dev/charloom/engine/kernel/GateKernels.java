package dev.charloom.engine.kernel;

/// What the gate kernels of all cells share: scratch memory for one thread.
///
/// An instance belongs to one thread.
public final class GateKernels {

    private final RnnGates rnn;
    private final GruGates gru;
    private final LstmGates lstm;

    /// @param hidden units of each layer, `H`
    public GateKernels(int hidden) {
        var scratch = new GateScratch(hidden);
        rnn = new RnnGates(scratch, hidden);
        gru = new GruGates(scratch, hidden);
        lstm = new LstmGates(scratch, hidden);
    }

    public RnnGates rnn() {
        return rnn;
    }

    public GruGates gru() {
        return gru;
    }

    public LstmGates lstm() {
        return lstm;
    }
}
