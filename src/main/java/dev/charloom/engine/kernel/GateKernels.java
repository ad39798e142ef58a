package dev.charloom.engine.kernel;

/// The gate kernels of all cells, for one thread's units, with scratch memory of their own.
///
/// @param rnn of simple recurrent cells
/// @param gru of both GRU variants
/// @param lstm of LSTMs
public record GateKernels(RnnGates rnn, GruGates gru, LstmGates lstm) {

    /// In plain Java.
    ///
    /// @param hidden units of each layer, `H`
    /// @param firstUnit the first of those that are computed
    /// @param units how many
    static GateKernels inJava(int hidden, int firstUnit, int units) {
        var scratch = new GateScratch(hidden, firstUnit, units);
        return new GateKernels(
                new JavaRnnGates(scratch, units), new JavaGruGates(scratch, units), new JavaLstmGates(scratch, units));
    }

    /// In machine code.
    static GateKernels inMachineCode(X86Code code, int hidden, int firstUnit, int units) {
        var call = new X86GateCall(code, hidden, firstUnit, units);
        return new GateKernels(new X86RnnGates(call), new X86GruGates(call), new X86LstmGates(call));
    }
}
