package dev.charloom.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documented error bounds of the activations against [Math] in double precision.
class ActivationsTest {

    private static final double TANH_ERROR = 4e-7;
    private static final double SIGMOID_ERROR = 3e-7;
    private static final double EXP_ERROR = 1e-5; // relative, down to e^−20
    private static final double SMALL_EXP_ERROR = 4e-5; // relative, down to e^−87

    private static final int POINTS = 2_000_001;

    /// A step between float bit patterns that is no power of two, so that mantissas differ from exponent to exponent.
    private static final int BITS_STEP = 4999;

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// `count` numbers evenly from `from` to `to`, both included.
    private static float[] grid(double from, double to, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (float) (from + (to - from) * i / (count - 1));
        }
        return x;
    }

    /// Finite numbers of every sign and exponent, denormals among them, in ascending order.
    private static float[] everyExponent() {
        int largest = Float.floatToIntBits(Float.MAX_VALUE);
        int half = largest / BITS_STEP + 1;
        float[] x = new float[2 * half];
        for (int i = 0; i < half; i++) {
            x[half + i] = Float.intBitsToFloat(i * BITS_STEP);
            x[half - 1 - i] = -x[half + i];
        }
        return x;
    }

    private static void assertError(float[] x, float[] y, DoubleUnaryOperator exact, double bound) {
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            largest = Math.max(largest, Math.abs(y[i] - exact.applyAsDouble(x[i])));
        }
        assertThat(largest).isLessThanOrEqualTo(bound);
    }

    private static void assertWithin(float[] y, float low, float high) {
        for (float value : y) {
            if (!(value >= low && value <= high)) {
                throw new AssertionError(value + " is not within [" + low + ", " + high + "]");
            }
        }
    }

    @Test
    void tanhKeepsItsErrorBoundAndStaysWithinPlusMinusOne() {
        for (float[] x : new float[][] {grid(-100, 100, POINTS), grid(-10, 10, POINTS), everyExponent()}) {
            float[] y = x.clone();
            Activations.tanh(y, 0, y.length);
            assertError(x, y, Math::tanh, TANH_ERROR);
            assertWithin(y, -1, 1);
        }
    }

    @Test
    void sigmoidKeepsItsErrorBoundAndStaysWithinZeroAndOne() {
        for (float[] x : new float[][] {grid(-100, 100, POINTS), grid(-20, 20, POINTS), everyExponent()}) {
            float[] y = x.clone();
            Activations.sigmoid(y, 0, y.length);
            assertError(x, y, ActivationsTest::sigmoid, SIGMOID_ERROR);
            assertWithin(y, 0, 1);
        }
    }

    @Test
    void expOfWhatIsNotPositiveKeepsItsRelativeErrorBounds() {
        assertRelativeErrorOfExp(grid(-20, 0, POINTS), EXP_ERROR);
        assertRelativeErrorOfExp(grid(-87, -20, POINTS), SMALL_EXP_ERROR);
    }

    private static void assertRelativeErrorOfExp(float[] x, double bound) {
        float[] y = x.clone();
        Activations.expOfNonPositive(y, 0, y.length);
        double largest = 0;
        for (int i = 0; i < x.length; i++) {
            double exact = Math.exp(x[i]);
            largest = Math.max(largest, Math.abs(y[i] - exact) / exact);
        }
        assertThat(largest).isLessThanOrEqualTo(bound);
    }

    @ParameterizedTest
    @ValueSource(floats = {-87, -88, -104, -1e4f, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY})
    void farBelowZeroExpStaysWhereItIs(float x) {
        float[] y = {x};
        Activations.expOfNonPositive(y, 0, 1);
        assertThat((double) y[0]).isCloseTo(Math.exp(-87), within(SMALL_EXP_ERROR * Math.exp(-87)));
    }

    @Test
    void zeroInfinityAndNotANumberGiveWhatTheyShould() {
        float[] x = {0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
        float[] tanh = x.clone();
        Activations.tanh(tanh, 0, 5);
        assertThat(tanh[0]).isZero();
        assertThat(tanh[1]).isEqualTo(-0f);
        assertThat((double) tanh[2]).isCloseTo(1, within(TANH_ERROR));
        assertThat((double) tanh[3]).isCloseTo(-1, within(TANH_ERROR));
        assertThat(tanh[4]).isNaN();

        float[] sigmoid = x.clone();
        Activations.sigmoid(sigmoid, 0, 5);
        assertThat(sigmoid[0]).isEqualTo(0.5f);
        assertThat(sigmoid[1]).isEqualTo(0.5f);
        assertThat((double) sigmoid[2]).isCloseTo(1, within(SIGMOID_ERROR));
        assertThat((double) sigmoid[3]).isCloseTo(0, within(SIGMOID_ERROR));
        assertThat(sigmoid[4]).isNaN();

        float[] exp = {0f, -0f, Float.NaN, -Float.MIN_VALUE};
        Activations.expOfNonPositive(exp, 0, 4);
        assertThat(exp[0]).isEqualTo(1f);
        assertThat(exp[1]).isEqualTo(1f);
        assertThat(exp[2]).isNaN();
        assertThat(exp[3]).isEqualTo(1f);
    }

    @Test
    void onlyTheRangeIsReplaced() {
        for (int length : new int[] {1, 3, 17, 1021}) {
            float[] x = grid(-5, -1, length + 4);
            float[] tanh = x.clone();
            float[] sigmoid = x.clone();
            float[] exp = x.clone();
            float[] out = new float[length + 4];
            Activations.tanh(tanh, 2, 2 + length);
            Activations.sigmoid(sigmoid, 2, 2 + length);
            Activations.expOfNonPositive(exp, 2, 2 + length);
            Activations.tanh(x, out, 2, 2 + length);
            for (int i : new int[] {0, 1, length + 2, length + 3}) {
                assertThat(new float[] {tanh[i], sigmoid[i], exp[i], out[i]}).containsExactly(x[i], x[i], x[i], 0);
            }
            for (int i = 2; i < 2 + length; i++) {
                assertThat(out[i]).isEqualTo(tanh[i]).isNotEqualTo(x[i]);
                assertThat(sigmoid[i]).isNotEqualTo(x[i]);
                assertThat(exp[i]).isNotEqualTo(x[i]);
            }
        }
    }

    @Test
    void aValueDoesNotDependOnItsPlaceInTheArray() {
        float[] x = grid(-4, 0, 1021);
        float[] together = x.clone();
        float[] sigmoids = x.clone();
        float[] exps = x.clone();
        Activations.tanh(together, 0, x.length);
        Activations.sigmoid(sigmoids, 0, x.length);
        Activations.expOfNonPositive(exps, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            float[] single = {x[i], x[i], x[i]};
            Activations.tanh(single, 0, 1);
            Activations.sigmoid(single, 1, 2);
            Activations.expOfNonPositive(single, 2, 3);
            assertThat(single).containsExactly(together[i], sigmoids[i], exps[i]);
        }
    }
}
