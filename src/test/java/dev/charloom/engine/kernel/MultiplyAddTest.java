package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.JavaProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class MultiplyAddTest {

    private static final float A = 1 + 0x1p-23f;
    private static final float C = -1 - 0x1p-22f;
    private static final float OF_ONE_ROUNDING = 0x1p-46f; // A·A is 1 + 2⁻²² + 2⁻⁴⁶, which a float cannot hold

    @Test
    void roundsOnceWhereTheProcessorDoes() {
        Assumptions.assumeTrue(MultiplyAdd.FUSED, "there is no such instruction");
        assertThat(MultiplyAdd.fma(A, A, C)).isEqualTo(OF_ONE_ROUNDING);
    }

    /// In a process of its own, whose processor is taken for one without the instruction: there the exact method
    /// would be thousands of times as slow.
    @Test
    void roundsTwiceWhereThereIsNoInstruction() throws Exception {
        String output = JavaProcess.outputOf(Sum.class, "-XX:-UseFMA");
        assertThat(output.strip()).isEqualTo("fused: false, sum: 0.0");
    }

    static final class Sum {

        public static void main(String[] args) {
            System.out.println("fused: " + MultiplyAdd.FUSED + ", sum: " + MultiplyAdd.fma(A, A, C));
        }
    }
}
