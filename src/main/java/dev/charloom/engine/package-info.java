/// The recurrent engine: stacked RNN, GRU and LSTM language models over ids, forward and backward.
///
/// Sees ids, never characters. One alphabet for shapes:
///
/// | letter | meaning |
/// |---|---|
/// | `B` | lanes of a batch (rows) |
/// | `T` | time steps of a window |
/// | `N` | rows of a window: the sum of the active lanes over its steps, at most `T·B` |
/// | `V` | vocabulary |
/// | `E` | embedding |
/// | `D` | input width of a layer |
/// | `H` | hidden units of a layer |
/// | `G` | gates of a cell |
///
/// A gradient is called `d` + the name of what it is the gradient of.
@NullMarked
package dev.charloom.engine;

import org.jspecify.annotations.NullMarked;
