package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaBlasTest extends ExactBlasContract {

    private static final Blas BLAS = new JavaBlas();

    @Override
    Blas blas() {
        return BLAS;
    }

    @Test
    void itsNameIsJava() {
        assertThat(blas().name()).isEqualTo("java");
    }
}
