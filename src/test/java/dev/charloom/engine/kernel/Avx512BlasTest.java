package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.x86.InstructionSet;
import org.junit.jupiter.api.Test;

class Avx512BlasTest extends ExactBlasContract {

    @Override
    Blas blas() {
        return NativeKernel.machineCodeOrSkip(InstructionSet.AVX512);
    }

    @Test
    void itsNameIsAvx512() {
        assertThat(blas().name()).isEqualTo("avx512");
    }
}
