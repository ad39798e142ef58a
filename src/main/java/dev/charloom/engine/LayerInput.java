package dev.charloom.engine;

/// What feeds a recurrent layer: characters below the first, hidden states below the others. Computes `Z = x·W + b`.
sealed interface LayerInput permits CharacterInput, HiddenInput {

    /// Renews the worker's share of the packed weights.
    void pack(Worker worker, boolean backward);

    /// Finishes what [#pack] began, once every worker is done with that.
    void finishPacking(Worker worker);

    /// `Z ← x·W + b` for rows [from, to) of the window, in layer `layer` of the tape.
    void forward(Window window, Tape tape, int layer, int from, int to, Worker worker);

    /// Adds the worker's share of the gradients of W (and of what lies below it), from dZ in the tape; where hidden
    /// states lie below, writes the worker's rows of their gradients to the tape's dH.
    ///
    /// @param d modified
    void backward(Window window, Tape tape, int layer, Parameters d, Worker worker);
}
