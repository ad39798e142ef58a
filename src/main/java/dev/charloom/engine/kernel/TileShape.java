package dev.charloom.engine.kernel;

/// The largest tile of a kind of product: its sums take 24 registers, a row of B three or four, factors of A four.
///
/// @param rows of C
/// @param vectors of [TileCode#LANES] columns: as many as a panel of B has
record TileShape(int rows, int vectors) {

    int columns() {
        return vectors * TileCode.LANES;
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
}
