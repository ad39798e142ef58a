package dev.charloom.engine.kernel;

import java.util.SplittableRandom;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a [Blas] must keep, besides its contract, whose sums are the same bits everywhere.
abstract class ExactBlasContract extends BlasContract {

    @Override
    float toleranceOfDivision() {
        return 0;
    }

    @Test
    void termsAreAddedOneByOneInOrderEachWithOneRounding() {
        forEveryCase(product -> {
            FMatrixRMaj result = product.product(blas());
            for (int i = 0; i < product.rows(); i++) {
                for (int j = 0; j < product.columns(); j++) {
                    float expected = NaiveProduct.inSequence(
                            product.initial(i, j), product::left, i, product::right, j, product.terms());
                    requireSameBits(result.get(product.cRow() + i, product.cColumn() + j), expected, product);
                }
            }
        });
    }

    private static void requireSameBits(float actual, float expected, Object product) {
        if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
            throw new AssertionError(product + ": " + actual + " is not " + expected);
        }
    }

    @Nested
    class Transposed extends TransposedProductContract {

        @Override
        Blas blas() {
            return ExactBlasContract.this.blas();
        }

        @Override
        float toleranceOfDivision() {
            return 0;
        }

        @Test
        void termsAreAddedOneByOneInOrderEachWithOneRounding() {
            var random = new SplittableRandom(19);
            for (int[] size : ProductSizes.all()) {
                Case product = Case.random(size[0], size[1], size[2], random);
                FMatrixRMaj result = product.sum(blas(), 1);
                for (int i = 0; i < size[0]; i++) {
                    for (int j = 0; j < size[2]; j++) {
                        float initial = product.c().get(i, product.cColumn() + j);
                        float expected = NaiveProduct.inSequence(initial, product::left, i, product::right, j, size[1]);
                        requireSameBits(result.get(i, product.cColumn() + j), expected, product);
                    }
                }
            }
        }
    }
}
