package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.charloom.JavaProcess;
import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelsTest {

    @Test
    void theFastestKernelThatRunsHereIsChosen() {
        Kernels.Choice choice = Kernels.choose(Kernels.AUTO);

        String expected = machineCode().orElse(NativeKernel.isExpected() ? "onednn" : "java");
        assertThat(choice.blas().name()).isEqualTo(expected);
        assertThat(choice.fallbackReason() == null).isEqualTo(!expected.equals("java"));
    }

    @Test
    void theKernelInPlainJavaCanBeAskedFor() {
        assertThat(Kernels.choose("java").blas().name()).isEqualTo("java");
    }

    @Test
    void textsAreWrittenWithAKernelWhoseSumsDoNotDependOnTheirNumber() {
        assertThat(Kernels.forWriting().name()).isEqualTo(machineCode().orElse("java"));
    }

    private static Optional<String> machineCode() {
        return Stream.of(InstructionSet.AVX512, InstructionSet.AVX2)
                .filter(InstructionSet::isPresent)
                .map(InstructionSet::label)
                .findFirst();
    }

    @ParameterizedTest
    @EnumSource
    void machineCodeThatTheProcessorDoesNotHaveIsRefusedWithTheReason(InstructionSet set) {
        Assumptions.assumeFalse(set.isPresent(), "it is there");
        assertThatThrownBy(() -> Kernels.choose(set.label()))
                .isInstanceOf(KernelUnavailable.class)
                .hasMessageContaining("it needs Linux on a processor with " + set.label());
    }

    /// In a process of its own, which takes the system, or the processor that the JVM is for, for another one.
    @ParameterizedTest
    @ValueSource(strings = {"-Dos.name=Plan 9", "-Dos.arch=riscv64"})
    void whereThereIsNoMachineCodePlainJavaServesAndSaysWhy(String other) throws Exception {
        String output = JavaProcess.outputOf(ChosenKernels.class, other);
        assertThat(output.lines())
                .contains("training: java", "writing: java", "in 8 bits: java-int8")
                .anyMatch(line -> line.matches("reason: .*'avx2'.*it needs Linux.*; .*'onednn'.*"));
    }

    /// Prints which kernels are chosen.
    static final class ChosenKernels {

        public static void main(String[] args) {
            Kernels.Choice choice = Kernels.choose(Kernels.AUTO);
            System.out.println("training: " + choice.blas().name());
            System.out.println("reason: " + choice.fallbackReason());
            System.out.println("writing: " + Kernels.forWriting().name());
            System.out.println("in 8 bits: " + new QuantizedBlas(Kernels.forWriting(), WeightBits.EIGHT).name());
        }
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Kernels.choose("mkl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel must be one of [auto, avx2, avx512, java, onednn]: mkl");
    }
}
