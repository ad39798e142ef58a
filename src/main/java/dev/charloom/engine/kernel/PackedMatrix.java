package dev.charloom.engine.kernel;

/// The right-hand operand of a product, K×N, in the form its [Blas] prefers.
public sealed interface PackedMatrix permits QuantizedMatrix, JavaPackedMatrix, PanelMatrix, RowMajorMatrix {

    /// K.
    int rows();

    /// N.
    int columns();
}
