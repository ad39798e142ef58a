package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Avx512BlasTest extends ExactBlasContract {

    @Override
    Blas blas() {
        return NativeKernel.avx512OrSkip();
    }

    @Test
    void itsNameIsAvx512() {
        assertThat(blas().name()).isEqualTo("avx512");
    }
}
