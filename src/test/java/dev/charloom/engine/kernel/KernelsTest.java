package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelsTest {

    @Test
    void theFastestKernelThatRunsHereIsChosen() {
        Kernels.Choice choice = Kernels.choose(Kernels.AUTO);

        String expected = NativeKernel.runsAvx512() ? "avx512" : NativeKernel.isExpected() ? "onednn" : "java";
        assertThat(choice.blas().name()).isEqualTo(expected);
        assertThat(choice.fallbackReason() == null).isEqualTo(!expected.equals("java"));
    }

    @Test
    void theKernelInPlainJavaCanBeAskedFor() {
        assertThat(Kernels.choose("java").blas().name()).isEqualTo("java");
    }

    @Test
    void textsAreWrittenWithAKernelWhoseSumsDoNotDependOnTheirNumber() {
        assertThat(Kernels.forWriting().name()).isEqualTo(NativeKernel.runsAvx512() ? "avx512" : "java");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Kernels.choose("mkl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel must be one of [auto, avx512, java, onednn]: mkl");
    }
}
