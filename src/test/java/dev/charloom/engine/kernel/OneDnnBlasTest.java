package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OneDnnBlasTest extends BlasContract {

    /// Sums of a thousand products of standard normal numbers, added in another order.
    private static final float TOLERANCE = 1e-4f;

    @Override
    Blas blas() {
        return NativeKernel.orSkip();
    }

    @Override
    float toleranceOfDivision() {
        return TOLERANCE;
    }

    @Test
    void itsNameIsOnednn() {
        assertThat(blas().name()).isEqualTo("onednn");
    }

    @Nested
    class Transposed extends TransposedProductContract {

        @Override
        Blas blas() {
            return NativeKernel.orSkip();
        }

        @Override
        float toleranceOfDivision() {
            return TOLERANCE;
        }
    }
}
