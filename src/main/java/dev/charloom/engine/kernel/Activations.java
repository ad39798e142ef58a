package dev.charloom.engine.kernel;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

/// tanh, sigmoid and exp over whole arrays, in arithmetic that C2 vectorises.
///
/// The same operations on every machine, so the same bits on every machine that has [MultiplyAdd]'s instruction.
/// The coefficients are minimax fits made for this project (weighted least squares, reweighted by the error until
/// it is level).
public final class Activations {

    /// Beyond it tanh is 1 in float32.
    static final float TANH_LIMIT = 9f;

    // Of the rational function, from the highest power of x² down; the last coefficient of both is 1.
    private static final float N0 = 1.3354659e-08f;
    private static final float N1 = 2.0609083e-05f;
    private static final float N2 = 0.0034955882f;
    private static final float N3 = 0.13381025f;
    private static final float D0 = 7.7765577e-07f;
    private static final float D1 = 0.0003285635f;
    private static final float D2 = 0.025876982f;
    private static final float D3 = 0.46714342f;

    /// Below it exp stays where it is.
    static final float EXP_LIMIT = -87f;

    /// What x is multiplied with to be put into exp's polynomial: 2⁻⁶.
    static final float EXP_SCALE = 0x1p-6f;

    /// How many times the polynomial's value is squared then.
    static final int EXP_SQUARINGS = 6;

    // Of the polynomial, from the highest power down; the last coefficient is 1.
    private static final float E0 = 9.8705474e-05f;
    private static final float E1 = 0.0011848783f;
    private static final float E2 = 0.008099737f;
    private static final float E3 = 0.041512918f;
    private static final float E4 = 0.16661021f;
    private static final float E5 = 0.49998954f;
    private static final float E6 = 0.9999992f;

    private Activations() {}

    /// Replaces `x[from, to)` by its hyperbolic tangent: a rational function of degree 9/8, absolute error below 4e-7,
    /// result within [−1, 1]; NaN stays NaN.
    public static void tanh(float[] x, int from, int to) {
        for (int j = from; j < to; j++) {
            x[j] = tanh(x[j]);
        }
    }

    /// `out[j] = tanh(x[j])` for j in [from, to).
    public static void tanh(float[] x, float[] out, int from, int to) {
        for (int j = from; j < to; j++) {
            out[j] = tanh(x[j]);
        }
    }

    /// Replaces `x[from, to)` by the logistic function `1/(1+e^−x) = ½ + ½·tanh(x/2)`, absolute error below 3e-7.
    public static void sigmoid(float[] x, int from, int to) {
        for (int j = from; j < to; j++) {
            x[j] = fma(0.5f, tanh(0.5f * x[j]), 0.5f);
        }
    }

    /// Replaces `x[from, to)`, none of it positive, by its exponential: relative error below 1e-5 down to e^−20 and
    /// below 4e-5 down to e^−87, where it stays.
    ///
    /// A polynomial of x/64 squared six times: building 2ⁿ from its bits would be more exact, but C2 does not
    /// vectorise that before JDK 26.
    public static void expOfNonPositive(float[] x, int from, int to) {
        for (int j = from; j < to; j++) {
            float r = Math.max(x[j], EXP_LIMIT) * EXP_SCALE;
            float p = E0;
            p = fma(p, r, E1);
            p = fma(p, r, E2);
            p = fma(p, r, E3);
            p = fma(p, r, E4);
            p = fma(p, r, E5);
            p = fma(p, r, E6);
            p = fma(p, r, 1f);
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            x[j] = p * p;
        }
    }

    private static float tanh(float x) {
        float v = Math.max(-TANH_LIMIT, Math.min(TANH_LIMIT, x));
        float u = v * v;
        float p = fma(u, N0, N1);
        p = fma(p, u, N2);
        p = fma(p, u, N3);
        p = fma(p, u, 1f);
        float q = fma(u, D0, D1);
        q = fma(q, u, D2);
        q = fma(q, u, D3);
        q = fma(q, u, 1f);
        return Math.max(-1f, Math.min(1f, v * p / q));
    }

    /// The coefficients of tanh's numerator but for the last, which is 1.
    static float[] tanhNumerator() {
        return new float[] {N0, N1, N2, N3};
    }

    /// The same of its denominator.
    static float[] tanhDenominator() {
        return new float[] {D0, D1, D2, D3};
    }

    /// The coefficients of exp's polynomial but for the last, which is 1.
    static float[] expPolynomial() {
        return new float[] {E0, E1, E2, E3, E4, E5, E6};
    }
}
