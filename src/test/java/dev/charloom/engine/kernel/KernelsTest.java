package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelsTest {

    @Test
    void theNativeKernelIsChosenWhereItComesForThePlatform() {
        Kernels.Choice choice = Kernels.choose(Kernels.AUTO);

        assertThat(choice.blas().name()).isEqualTo(NativeKernel.isExpected() ? "onednn" : "java");
        assertThat(choice.fallbackReason() == null).isEqualTo(NativeKernel.isExpected());
    }

    @Test
    void theKernelInPlainJavaCanBeAskedFor() {
        assertThat(Kernels.choose("java").blas().name()).isEqualTo("java");
    }

    @Test
    void textsAreWrittenWithTheKernelInPlainJava() {
        assertThat(Kernels.forWriting().name()).isEqualTo("java");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Kernels.choose("mkl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel must be one of [auto, java, onednn]: mkl");
    }
}
