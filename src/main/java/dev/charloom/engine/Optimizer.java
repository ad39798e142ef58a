package dev.charloom.engine;

/// Turns gradients into a change of the weights.
public sealed interface Optimizer permits Adam {

    /// Prepares the update number `step`, counted from 1; called once before the workers' [#update].
    void begin(long step, double learningRate);

    /// Updates the worker's share of every tensor.
    ///
    /// @param weights modified
    /// @param gradients read
    /// @param scale what each gradient is multiplied with first: the clipping factor
    void update(Parameters weights, Parameters gradients, float scale, Worker worker);
}
