package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;

/// Sizes that were read from files.
final class Shapes {

    private Shapes() {}

    /// @throws ImportRejected if there is no such network
    static ModelShape of(int vocabulary, CellKind cell, int layers, int hidden, int embedding) {
        try {
            return new ModelShape(vocabulary, cell, layers, hidden, embedding);
        } catch (IllegalArgumentException e) {
            throw new ImportRejected("there is no such network: " + e.getMessage());
        }
    }
}
