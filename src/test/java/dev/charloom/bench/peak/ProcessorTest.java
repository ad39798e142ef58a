package dev.charloom.bench.peak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTest {

    @Test
    void theWidestInstructionsThatTheKernelListsAreTaken() {
        assertThat(loop("Linux", "amd64", "fma", "avx2", "avx512f")).isEqualTo("AVX-512");
        assertThat(loop("Linux", "amd64", "fma", "avx2")).isEqualTo("AVX2 and FMA");
        assertThat(loop("Linux", "aarch64")).isEqualTo("NEON");
    }

    @Test
    void whereNoneIsKnownToFitThereIsNone() {
        assertThat(loop("Linux", "amd64", "sse4_2", "avx")).isEqualTo("none");
        assertThat(loop("Linux", "amd64", "avx2")).isEqualTo("none");
        assertThat(loop("Linux", "riscv64")).isEqualTo("none");
        assertThat(loop("Windows 11", "amd64", "avx512f")).isEqualTo("none");
        assertThat(loop("Mac OS X", "aarch64")).isEqualTo("none");
    }

    private static String loop(String system, String architecture, String... flags) {
        return new Processor(system, architecture, Set.of(flags))
                .widestLoop()
                .map(MachineCode::name)
                .orElse("none");
    }
}
