package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.charloom.engine.kernel.x86.InstructionSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gate kernels in machine code, against those in plain Java: the same bits, and nothing else touched.
class X86GatesTest {

    private static final int ROWS = 7;
    private static final int ALL_ROWS = 12;

    /// Hidden units, the first of those that are computed, and how many.
    record Units(int hidden, int first, int count) {}

    static Stream<Units> units() {
        return Stream.of(
                new Units(1, 0, 1),
                new Units(8, 0, 8),
                new Units(15, 0, 15),
                new Units(16, 0, 16),
                new Units(33, 0, 33),
                new Units(33, 17, 16),
                new Units(48, 5, 1),
                new Units(130, 64, 66),
                new Units(512, 256, 256));
    }

    /// All matrices that a kernel can see: the same for both sides.
    private record Matrices(FMatrixRMaj Z, FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj c, FMatrixRMaj d, FMatrixRMaj e) {

        static Matrices random(int hidden, int gates, long seed) {
            var random = new SplittableRandom(seed);
            return new Matrices(
                    random(gates * hidden, random),
                    random(hidden, random),
                    random(hidden, random),
                    random(hidden, random),
                    random(hidden, random),
                    random(hidden, random));
        }

        private static FMatrixRMaj random(int columns, SplittableRandom random) {
            var m = new FMatrixRMaj(ALL_ROWS, columns);
            for (int i = 0; i < m.data.length; i++) {
                m.data[i] = switch (random.nextInt(40)) {
                    case 0 -> Float.NaN;
                    case 1 -> Float.POSITIVE_INFINITY;
                    case 2 -> Float.NEGATIVE_INFINITY;
                    case 3 -> -0f;
                    default -> (float) ((random.nextDouble() - 0.5) * 8);
                };
            }
            return m;
        }

        List<FMatrixRMaj> all() {
            return List.of(Z, a, b, c, d, e);
        }
    }

    private interface Kernel {
        void run(GateKernels gates, Matrices m);
    }

    @ParameterizedTest
    @MethodSource("units")
    void simpleCells(Units units) {
        requireSame(units, 1, (gates, m) -> gates.rnn().forward(m.Z(), 2, ROWS, m.a()));
        requireSame(units, 1, (gates, m) -> gates.rnn().backward(m.a(), 2, ROWS, m.b(), m.c(), 3, m.Z()));
    }

    @ParameterizedTest
    @MethodSource("units")
    void lstms(Units units) {
        requireSame(units, 4, (gates, m) -> gates.lstm().forward(m.Z(), m.a(), 1, 2, ROWS, m.b(), m.c(), m.d()));
        requireSame(
                units, 4, (gates, m) -> gates.lstm().backward(m.Z(), m.a(), 1, 2, ROWS, m.b(), m.c(), m.d(), m.e(), 3));
    }

    @ParameterizedTest
    @MethodSource("units")
    void grusThatResetAfter(Units units) {
        requireSame(units, 3, (gates, m) -> gates.gru().forwardResetAfter(m.Z(), m.a(), m.b(), 1, 2, ROWS, m.c()));
        requireSame(
                units,
                3,
                (gates, m) -> gates.gru().backwardResetAfter(m.Z(), m.a(), m.b(), 1, 2, ROWS, m.c(), m.d(), 3));
    }

    @ParameterizedTest
    @MethodSource("units")
    void grusThatResetBefore(Units units) {
        requireSame(units, 3, (gates, m) -> gates.gru().gatesResetBefore(m.Z(), m.a(), 1, 2, ROWS, m.b()));
        requireSame(units, 3, (gates, m) -> gates.gru().candidateResetBefore(m.Z(), m.a(), 1, 2, ROWS, m.b()));
        requireSame(
                units,
                3,
                (gates, m) -> gates.gru().backwardCandidateResetBefore(m.Z(), m.a(), 1, 2, ROWS, m.b(), m.c(), 3));
        requireSame(units, 3, (gates, m) -> gates.gru().backwardResetBefore(m.Z(), m.a(), 1, 2, ROWS, m.b(), m.c(), 3));
    }

    private static void requireSame(Units units, int gates, Kernel kernel) {
        for (InstructionSet set : InstructionSet.values()) {
            if (set.isPresent()) {
                requireSame(X86Code.of(set), units, gates, kernel);
            }
        }
    }

    private static void requireSame(X86Code code, Units units, int gates, Kernel kernel) {
        var inJava = Matrices.random(units.hidden(), gates, units.hidden());
        var inMachineCode = Matrices.random(units.hidden(), gates, units.hidden());
        kernel.run(GateKernels.inJava(units.hidden(), units.first(), units.count()), inJava);
        kernel.run(GateKernels.inMachineCode(code, units.hidden(), units.first(), units.count()), inMachineCode);
        assertThat(bits(inMachineCode)).as(code.set().label()).isEqualTo(bits(inJava));
    }

    /// With one bit pattern for all that are not numbers.
    private static List<Integer> bits(Matrices m) {
        var bits = new ArrayList<Integer>();
        for (FMatrixRMaj matrix : m.all()) {
            for (float x : matrix.data) {
                bits.add(Float.floatToIntBits(x));
            }
        }
        return bits;
    }
}
