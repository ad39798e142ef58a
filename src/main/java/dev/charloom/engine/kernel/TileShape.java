package dev.charloom.engine.kernel;

import dev.charloom.engine.kernel.x86.InstructionSet;

/// The largest tile of a kind of product. Its sums take the first vector registers, factors of A the next
/// ones, a row of B the rest.
///
/// @param rows of C
/// @param vectors of columns: as many as a panel of B has
/// @param factors how many factors of A may be in registers at once
record TileShape(InstructionSet set, int rows, int vectors, int factors) {

    int columns() {
        return vectors * set.lanes();
    }

    /// Bytes of a row of B in floats, or of a group of rows in bytes.
    int rowBytes() {
        return columns() * Float.BYTES;
    }

    /// How many tiles there are up to this size.
    int count() {
        return rows * vectors;
    }

    /// The place of a tile among all up to this size, rows by rows.
    int index(int tileRows, int tileVectors) {
        return (tileRows - 1) * vectors + tileVectors - 1;
    }

    /// The register of the first factor of A.
    int firstFactor() {
        return rows * vectors;
    }

    /// The register of B's first vector.
    int firstOfB() {
        return firstFactor() + factors;
    }
}
