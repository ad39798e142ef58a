package dev.charloom.engine.kernel;

/// What the gate kernels of all cells share: scratch memory for one thread.
///
/// An instance belongs to one thread.
public final class GateKernels {

    private final RnnGates rnn;
    private final GruGates gru;
    private final LstmGates lstm;

    /// @param hidden units of each layer, `H`
    /// @param firstUnit the first of those that are computed
    /// @param units how many
    public GateKernels(int hidden, int firstUnit, int units) {
        var scratch = new GateScratch(hidden, firstUnit, units);
        rnn = new RnnGates(scratch, units);
        gru = new GruGates(scratch, units);
        lstm = new LstmGates(scratch, units);
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
