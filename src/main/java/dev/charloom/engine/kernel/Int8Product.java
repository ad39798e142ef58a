package dev.charloom.engine.kernel;

/// `C ← D + A·B` for some columns of an [Int8Matrix].
sealed interface Int8Product permits Avx512Int8Product, JavaInt8Product {

    /// Another one, for another thread.
    Int8Product forAnotherThread();

    /// Over `columns` columns of B from `column` on.
    ///
    /// @param states u of the states, `rows` rows of `rowBytes` bytes
    /// @param accumulate whether D is C itself; else it is zero
    /// @param c out: the element for column `column` of the first row at `cAt`
    void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            Int8Matrix b,
            int column,
            int columns,
            boolean accumulate,
            float[] c,
            int cAt,
            int cStride);
}
