package dev.charloom.engine;

import java.util.List;

/// Turns gradients into a change of the weights.
public sealed interface Optimizer permits Sgd, RmsProp, Adam, AdamW {

    /// Prepares the update number `step`, counted from 1; called once before the workers' [#update].
    void begin(long step, double learningRate);

    /// Updates the worker's share of every tensor.
    ///
    /// @param weights modified
    /// @param gradients read
    /// @param scale what each gradient is multiplied with first: the clipping factor
    void update(Parameters weights, Parameters gradients, float scale, Worker worker);

    /// What it remembers of the gradients so far, always in the same order: with these, the number of steps and the
    /// weights, a run goes on as if it had never stopped. They are the optimiser's own and may be written to.
    List<Parameters> moments();
}
