package dev.charloom.engine.kernel;

/// `C ← D + A·B` for one panel of an [Int8Matrix].
sealed interface Int8Product permits Avx512Int8Product, JavaInt8Product {

    /// Another one, for another thread.
    Int8Product forAnotherThread();

    /// Over the columns [from, to) of one panel of B.
    ///
    /// @param states u of the states, `rows` rows of `rowBytes` bytes
    /// @param d what is added, row by row with a stride (0 for the same one again and again)
    /// @param c out: the element for column `from` of the first row at `cAt`
    void multiply(
            byte[] states,
            int rowBytes,
            int rows,
            Int8Matrix b,
            int panel,
            int from,
            int to,
            float[] d,
            int dAt,
            int dStride,
            float[] c,
            int cAt,
            int cStride);
}
