package dev.charloom.bench.peak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FmaPeakTest {

    /// Every loop that this processor understands, not only the widest.
    static Stream<MachineCode> loopsOfThisProcessor() {
        Processor present = Processor.present();
        Stream<Optional<MachineCode>> loops = Stream.of(
                present.widestLoop(),
                new Processor(present.system(), present.architecture(), withoutAvx512(present)).widestLoop());
        return loops.flatMap(Optional::stream);
    }

    private static Set<String> withoutAvx512(Processor processor) {
        return processor.flags().stream()
                .filter(it -> !it.equals("avx512f"))
                .collect(java.util.stream.Collectors.toSet());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("loopsOfThisProcessor")
    void machineCodeReturnsAfterItsIterations(MachineCode code) {
        try (NativeFmaLoop loop = loaded(code)) {
            for (int iterations = 1; iterations <= 1000; iterations++) {
                loop.run(iterations);
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("loopsOfThisProcessor")
    void machineCodeRefusesToCountDownFromNothing(MachineCode code) {
        try (NativeFmaLoop loop = loaded(code)) {
            assertThatThrownBy(() -> loop.run(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void thePeakIsPositiveAndFinite(int threads) {
        try (var peak = new FmaPeak(threads)) {
            assertThat(peak.measure()).isPositive().isFinite();
        }
    }

    @Test
    void machineCodeServesWhereThereIsSome() {
        Optional<MachineCode> code = Processor.present().widestLoop();
        assumeThat(code).as("a loop for this processor and system").isPresent();
        try (var peak = new FmaPeak(1)) {
            assertThat(peak.isLowerBound()).isFalse();
            assertThat(peak.instructions()).isEqualTo(code.orElseThrow().name());
        }
    }

    @Test
    void theLoopInJavaComputesAPolynomial() {
        var loop = new JavaFmaLoop();
        loop.run(3);
        double x = 1023.0 / 1024;
        double expected = Math.pow(x, 16);
        for (int power = 0; power < 16; power++) {
            expected += 0.5 * Math.pow(x, power);
        }
        assertThat((double) loop.last()).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-5));
    }

    @Test
    void aPeakMeasuredInJavaSaysThatItIsALowerBound() {
        try (var peak = new FmaPeak(new JavaFmaLoop(), 1)) {
            assertThat(peak.isLowerBound()).isTrue();
            assertThat(peak.measure()).isPositive().isFinite();
        }
    }

    private static NativeFmaLoop loaded(MachineCode code) {
        Optional<NativeFmaLoop> loop = NativeFmaLoop.load(code);
        assumeThat(loop).as("memory that the system lets be made executable").isPresent();
        return loop.orElseThrow();
    }
}
