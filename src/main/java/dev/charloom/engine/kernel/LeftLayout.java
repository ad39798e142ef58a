package dev.charloom.engine.kernel;

/// How the factors of A lie from which a tile of C is computed: one for each of its rows in every step.
enum LeftLayout {

    /// Those of a step a row of A apart, those of a row side by side.
    ROWS,

    /// Those of a step side by side, those of a row a row of A apart: the product is that of the transposed A.
    COLUMNS,

    /// The same, but copied to tiles that follow each other: see [PackCode#LEFT_ROW_BYTES].
    TILES
}
