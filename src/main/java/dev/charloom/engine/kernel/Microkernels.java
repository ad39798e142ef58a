package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

/// The innermost loops of a product: `c[r] ← c[r] + Σ a(r,k)·b[k]` for a few rows `r` and terms `k`, in the columns
/// 0…`columns`-1.
///
/// They begin at 0, not at a parameter: C2 gives up on unrolling the large ones otherwise, and without unrolling there
/// are no vectors.
///
/// The terms of an element are added one by one with [MultiplyAdd], in ascending order of `k`, in every kernel. So an
/// element comes out the same bits whichever kernel computed it. C2 turns each loop into fused multiply-adds over whole
/// vector registers: sixteen of them per eight loads and four stores in [#rows4terms4], which is what four accumulator
/// rows and sixteen broadcast factors leave of thirty-two registers.
final class Microkernels {

    private Microkernels() {}

    /// Four rows, four terms.
    ///
    /// @param c four accumulators, modified
    /// @param b `b[k]` … `b[k + 3]` are read
    /// @param a factor of row r and term t at `a[at + r·rowStride + t·termStride]`
    static void rows4terms4(
            float[][] c, float[][] b, int k, float[] a, int at, int rowStride, int termStride, int columns) {
        int row1 = at + rowStride;
        int row2 = row1 + rowStride;
        int row3 = row2 + rowStride;
        int term2 = 2 * termStride;
        int term3 = 3 * termStride;
        fourByFour(
                c[0],
                c[1],
                c[2],
                c[3],
                b[k],
                b[k + 1],
                b[k + 2],
                b[k + 3],
                a[at],
                a[at + termStride],
                a[at + term2],
                a[at + term3],
                a[row1],
                a[row1 + termStride],
                a[row1 + term2],
                a[row1 + term3],
                a[row2],
                a[row2 + termStride],
                a[row2 + term2],
                a[row2 + term3],
                a[row3],
                a[row3 + termStride],
                a[row3 + term2],
                a[row3 + term3],
                columns);
    }

    private static void fourByFour(
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float a00,
            float a01,
            float a02,
            float a03,
            float a10,
            float a11,
            float a12,
            float a13,
            float a20,
            float a21,
            float a22,
            float a23,
            float a30,
            float a31,
            float a32,
            float a33,
            int columns) {
        for (int j = 0; j < columns; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            c0[j] = fma(a03, x3, fma(a02, x2, fma(a01, x1, fma(a00, x0, c0[j]))));
            c1[j] = fma(a13, x3, fma(a12, x2, fma(a11, x1, fma(a10, x0, c1[j]))));
            c2[j] = fma(a23, x3, fma(a22, x2, fma(a21, x1, fma(a20, x0, c2[j]))));
            c3[j] = fma(a33, x3, fma(a32, x2, fma(a31, x1, fma(a30, x0, c3[j]))));
        }
    }

    /// Four rows, one term: what is left of K after the multiples of four.
    static void rows4term1(float[][] c, float[] b, float[] a, int at, int rowStride, int columns) {
        fourByOne(
                c[0],
                c[1],
                c[2],
                c[3],
                b,
                a[at],
                a[at + rowStride],
                a[at + 2 * rowStride],
                a[at + 3 * rowStride],
                columns);
    }

    private static void fourByOne(
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3,
            float[] b,
            float a0,
            float a1,
            float a2,
            float a3,
            int columns) {
        for (int j = 0; j < columns; j++) {
            float x = b[j];
            c0[j] = fma(a0, x, c0[j]);
            c1[j] = fma(a1, x, c1[j]);
            c2[j] = fma(a2, x, c2[j]);
            c3[j] = fma(a3, x, c3[j]);
        }
    }

    /// One row, eight terms: what is left of the rows, and a single stream.
    static void row1terms8(float[] c, float[][] b, int k, float[] a, int at, int termStride, int columns) {
        oneByEight(
                c,
                b[k],
                b[k + 1],
                b[k + 2],
                b[k + 3],
                b[k + 4],
                b[k + 5],
                b[k + 6],
                b[k + 7],
                a[at],
                a[at + termStride],
                a[at + 2 * termStride],
                a[at + 3 * termStride],
                a[at + 4 * termStride],
                a[at + 5 * termStride],
                a[at + 6 * termStride],
                a[at + 7 * termStride],
                columns);
    }

    private static void oneByEight(
            float[] c,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] b4,
            float[] b5,
            float[] b6,
            float[] b7,
            float a0,
            float a1,
            float a2,
            float a3,
            float a4,
            float a5,
            float a6,
            float a7,
            int columns) {
        for (int j = 0; j < columns; j++) {
            float low = fma(a3, b3[j], fma(a2, b2[j], fma(a1, b1[j], fma(a0, b0[j], c[j]))));
            c[j] = fma(a7, b7[j], fma(a6, b6[j], fma(a5, b5[j], fma(a4, b4[j], low))));
        }
    }

    /// One row, one term.
    static void row1term1(float[] c, float[] b, float a, int columns) {
        for (int j = 0; j < columns; j++) {
            c[j] = fma(a, b[j], c[j]);
        }
    }
}
