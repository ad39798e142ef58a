package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.x86.InstructionSet;
import org.junit.jupiter.api.Test;

class Avx2BlasTest extends ExactBlasContract {

    @Override
    Blas blas() {
        return NativeKernel.machineCodeOrSkip(InstructionSet.AVX2);
    }

    @Test
    void itsNameIsAvx2() {
        assertThat(blas().name()).isEqualTo("avx2");
    }
}
