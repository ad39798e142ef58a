package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("all")
class SoftmaxCrossEntropyTest {

    /// That of the exponential it is made of.
    private static final double ERROR = 1e-5;

    /// Of a loss: one rounding of the difference of two logits.
    private static final double ROUNDING = 0x1p-23;

    private static final float SCALE = 0.125f;

    @Parameter
    SoftmaxCrossEntropy crossEntropy;

    /// In plain Java, and in machine code for every instruction set that runs here.
    static Stream<Named<SoftmaxCrossEntropy>> all() {
        return Stream.concat(Stream.of(new JavaBlas()), NativeKernel.machineCode().stream())
                .map(blas -> Named.of(blas.name(), blas.softmaxCrossEntropy()));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 1", "2, 1", "3, 10", "17, 30", "65, 3", "1021, 5", "65, 10000"})
    void lossesAndGradientsEqualTheOracles(int vocabulary, double deviation) {
        var random = new SplittableRandom(vocabulary);
        int rows = 9;
        FMatrixRMaj logits = NaiveProduct.random(rows, vocabulary, random);
        for (int i = 0; i < logits.data.length; i++) {
            logits.data[i] *= (float) deviation;
        }
        int[] targets = random.ints(rows, 0, vocabulary).toArray();
        targets[3] = -1;
        FMatrixRMaj gradients = logits.copy();
        double[] losses = new double[rows];

        crossEntropy.lossAndGradient(gradients, targets, 0, rows, SCALE, losses);

        for (int row = 0; row < rows; row++) {
            assertRow(logits, row, targets[row], losses[row], gradients);
        }
    }

    private static void assertRow(FMatrixRMaj logits, int row, int target, double actualLoss, FMatrixRMaj gradients) {
        double[] x = row(logits, row);
        double[] probabilities = NaiveSoftmax.probabilities(x);
        double expectedLoss = target < 0 ? 0 : NaiveSoftmax.loss(x, target);
        assertThat(actualLoss).isCloseTo(expectedLoss, within(ERROR + ROUNDING * expectedLoss));
        for (int v = 0; v < x.length; v++) {
            double expected = target < 0 ? 0 : SCALE * (probabilities[v] - (v == target ? 1 : 0));
            assertThat((double) gradients.get(row, v)).isCloseTo(expected, within(ERROR * SCALE));
        }
    }

    private static double[] row(FMatrixRMaj matrix, int row) {
        double[] values = new double[matrix.numCols];
        Arrays.setAll(values, v -> matrix.get(row, v));
        return values;
    }

    @Test
    void theGradientOfARowAddsUpToNothing() {
        FMatrixRMaj logits = NaiveProduct.random(1, 200, new SplittableRandom(3));
        crossEntropy.lossAndGradient(logits, new int[] {7}, 0, 1, 1f, new double[1]);
        assertThat(Arrays.stream(row(logits, 0)).sum()).isCloseTo(0, within(1e-6));
    }

    @Test
    void aCharacterThatDominatesCostsNothingAndTheOthersCostTheirDistance() {
        float[] row = {1e4f, -1e4f, 0f};
        var logits = new FMatrixRMaj(new float[][] {row, row, row});
        double[] losses = new double[3];

        crossEntropy.lossAndGradient(logits, new int[] {0, 1, 2}, 0, 3, 1f, losses);

        assertThat(losses).containsExactly(0, 2e4, 1e4);
        assertRowEquals(logits, 0, 0, 0, 0);
        assertRowEquals(logits, 1, 1, -1, 0);
        assertRowEquals(logits, 2, 1, 0, -1);
    }

    private static void assertRowEquals(FMatrixRMaj matrix, int row, double... expected) {
        assertThat(row(matrix, row)).usingComparatorWithPrecision(1e-30).containsExactly(expected);
    }

    @Test
    void equalLogitsOfAnySizeCostTheLogarithmOfTheirNumber() {
        for (float level : new float[] {0, 1e4f, -1e4f, 1e30f, -Float.MAX_VALUE}) {
            var logits = new FMatrixRMaj(1, 53);
            Arrays.fill(logits.data, level);
            double[] losses = new double[1];
            crossEntropy.loss(logits, new int[] {5}, 0, 1, losses);
            assertThat(losses[0]).isCloseTo(Math.log(53), within(1e-6));
        }
    }

    @Test
    void anUnscoredRowWithHugeLogitsStaysHarmless() {
        var logits = new FMatrixRMaj(new float[][] {{1e30f, Float.POSITIVE_INFINITY}, {0, 0}});
        double[] losses = {7, 7};
        crossEntropy.lossAndGradient(logits, new int[] {-1, 1}, 0, 2, 1f, losses);
        assertThat(losses[0]).isZero();
        assertThat(losses[1]).isCloseTo(Math.log(2), within(1e-6));
        assertThat(logits.data).usingComparatorWithPrecision(1e-6f).containsExactly(0f, 0f, 0.5f, -0.5f);
    }

    @Test
    void lossAloneIsTheSameBits() {
        FMatrixRMaj logits = NaiveProduct.random(9, 65, new SplittableRandom(4));
        int[] targets = {1, 2, -1, 64, 0, 3, -1, 5, 6};
        double[] losses = new double[9];
        double[] alone = new double[9];
        crossEntropy.lossAndGradient(logits.copy(), targets, 0, 9, SCALE, losses);
        crossEntropy.loss(logits.copy(), targets, 0, 9, alone);
        assertThat(alone).isEqualTo(losses);
    }

    @Test
    void rowsAreDividedAtWillAndOtherRowsAreLeftAlone() {
        FMatrixRMaj logits = NaiveProduct.random(9, 65, new SplittableRandom(5));
        int[] targets = {1, 2, -1, 64, 0, 3, -1, 5, 6};
        FMatrixRMaj whole = logits.copy();
        double[] losses = new double[9];
        crossEntropy.lossAndGradient(whole, targets, 0, 9, SCALE, losses);

        FMatrixRMaj parts = logits.copy();
        double[] partLosses = new double[9];
        crossEntropy.lossAndGradient(parts, targets, 2, 5, SCALE, partLosses);
        assertThat(Arrays.copyOfRange(parts.data, 0, 2 * 65)).isEqualTo(Arrays.copyOfRange(logits.data, 0, 2 * 65));
        assertThat(Arrays.copyOfRange(parts.data, 5 * 65, 9 * 65))
                .isEqualTo(Arrays.copyOfRange(logits.data, 5 * 65, 9 * 65));
        assertThat(partLosses).startsWith(0, 0).endsWith(0, 0, 0, 0);
        crossEntropy.lossAndGradient(parts, targets, 0, 2, SCALE, partLosses);
        crossEntropy.lossAndGradient(parts, targets, 5, 9, SCALE, partLosses);

        assertThat(parts.data).isEqualTo(whole.data);
        assertThat(partLosses).isEqualTo(losses);
    }

    /// More rows than are taken at once, of fewer elements than a vector has or of several vectors, which they fill or
    /// not.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 65, 128, 1000})
    void machineCodeComputesTheSameBitsAsJava(int vocabulary) {
        var random = new SplittableRandom(vocabulary);
        int rows = 150;
        FMatrixRMaj logits = NaiveProduct.random(rows, vocabulary, random);
        for (int i = 0; i < logits.data.length; i++) {
            logits.data[i] = switch (random.nextInt(200)) {
                case 0 -> 200f;
                case 1 -> -200f;
                case 2 -> -0f;
                default -> 8 * logits.data[i];
            };
        }
        logits.data[random.nextInt(logits.data.length)] = Float.NaN;
        logits.data[random.nextInt(logits.data.length)] = Float.POSITIVE_INFINITY;
        logits.data[random.nextInt(logits.data.length)] = Float.NEGATIVE_INFINITY;
        int[] targets = random.ints(rows, -1, vocabulary).toArray();
        FMatrixRMaj expected = logits.copy();
        double[] expectedLosses = new double[rows];
        new JavaBlas().softmaxCrossEntropy().lossAndGradient(expected, targets, 1, rows - 1, SCALE, expectedLosses);

        double[] losses = new double[rows];
        crossEntropy.lossAndGradient(logits, targets, 1, rows - 1, SCALE, losses);

        assertThat(losses).isEqualTo(expectedLosses);
        assertThat(bits(logits)).isEqualTo(bits(expected));
    }

    /// With one bit pattern for all that are not numbers.
    private static int[] bits(FMatrixRMaj matrix) {
        int[] bits = new int[matrix.data.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(matrix.data[i]));
        return bits;
    }

    @Test
    void notANumberMakesTheLossNotANumber() {
        var logits = new FMatrixRMaj(new float[][] {{0, Float.NaN, 1}});
        double[] losses = new double[1];
        crossEntropy.loss(logits, new int[] {0}, 0, 1, losses);
        assertThat(losses[0]).isNaN();
    }
}
