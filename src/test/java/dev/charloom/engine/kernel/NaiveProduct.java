package dev.charloom.engine.kernel;

import java.util.random.RandomGenerator;
import org.ejml.data.FMatrixRMaj;

/// Products of blocks of matrices, one element at a time: the oracle of [Blas].
final class NaiveProduct {

    /// Element (row, k) of the left operand or (k, column) of the right one.
    interface Element {
        float at(int first, int second);
    }

    private NaiveProduct() {}

    /// `c + Σ_k a(row, k)·b(k, column)` in float32, each term added with one rounding, in ascending order of k.
    static float inSequence(float c, Element a, int row, Element b, int column, int terms) {
        float sum = c;
        for (int k = 0; k < terms; k++) {
            sum = MultiplyAdd.fma(a.at(row, k), b.at(k, column), sum);
        }
        return sum;
    }

    /// The same in double precision.
    static double exact(float c, Element a, int row, Element b, int column, int terms) {
        double sum = c;
        for (int k = 0; k < terms; k++) {
            sum += (double) a.at(row, k) * b.at(k, column);
        }
        return sum;
    }

    /// How far a float32 sum of these terms may be from the exact one, in whatever order they are added (N. J.
    /// Higham, "Accuracy and Stability of Numerical Algorithms", 2002, section 3.1): n roundings, each of at most
    /// 2⁻²⁴, of the sum of the magnitudes.
    static double bound(float c, Element a, int row, Element b, int column, int terms) {
        double magnitudes = Math.abs(c);
        for (int k = 0; k < terms; k++) {
            magnitudes += Math.abs((double) a.at(row, k) * b.at(k, column));
        }
        return (terms + 1) * 0x1.001p-24 * magnitudes;
    }

    static FMatrixRMaj random(int rows, int columns, RandomGenerator random) {
        var matrix = new FMatrixRMaj(rows, columns);
        for (int i = 0; i < matrix.data.length; i++) {
            matrix.data[i] = (float) random.nextGaussian();
        }
        return matrix;
    }
}
