package dev.charloom.engine;

/// What feeds a recurrent layer: characters below the first, hidden states below the others. Computes `Z = x·W + b`,
/// with b the bias that it was given: none where the product is normalised before a bias is added.
sealed interface LayerInput permits CharacterInput, HiddenInput {

    /// Renews the worker's share of the packed weights.
    void pack(Worker worker);

    /// Finishes what [#pack] began, once every worker is done with that.
    void finishPacking(Worker worker);

    /// `Z ← x·W + b` for rows [from, to) of the window, in layer `layer` of the tape.
    void forward(Window window, Tape tape, int layer, int from, int to, Worker worker);

    /// Whether [#forward] costs a row the same however few there are.
    boolean isLookup(Tape tape);

    /// As [#forward], for the worker's units alone and all rows of the window; where nothing is dropped.
    void forwardUnits(Window window, Tape tape, int layer, Worker worker);

    /// Where hidden states lie below: writes their gradients, `dZ·Wᵀ`, to rows [from, to) of the tape's dH.
    void propagate(Window window, Tape tape, int layer, int from, int to, Worker worker);

    /// Adds the worker's share of the gradients of W over rows [from, to) of the window, from their gradients in the
    /// tape.
    ///
    /// @param d modified
    void addGradients(Window window, Tape tape, int layer, int from, int to, Parameters d, Worker worker);

    /// Finishes the worker's share of the gradients, once all of it has been added by every worker.
    ///
    /// @param d modified
    void finishGradients(Window window, Tape tape, Parameters d, Worker worker);
}
