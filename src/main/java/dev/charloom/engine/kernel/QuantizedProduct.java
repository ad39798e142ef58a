package dev.charloom.engine.kernel;

/// `C ← D + A·B` for some columns of a [QuantizedMatrix].
sealed interface QuantizedProduct permits Avx512QuantizedProduct, JavaQuantizedProduct {

    /// How it reads integers.
    QuantizedLayout layout(WeightBits bits);

    /// Another one, for another thread.
    QuantizedProduct forAnotherThread();

    /// Over `columns` columns of B from `column` on.
    ///
    /// @param states u of the states, `rows` rows of `rowBytes` bytes
    /// @param accumulate whether D is C itself; else it is zero
    /// @param c out: the element for column `column` of the first row at `cAt`
    void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            QuantizedMatrix b,
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt,
            int cStride);
}
