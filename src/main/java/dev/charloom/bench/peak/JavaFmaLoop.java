package dev.charloom.bench.peak;

import static dev.charloom.engine.kernel.MultiplyAdd.fma;

/// A loop of multiply-adds that C2 vectorises: a polynomial of many terms over an array.
///
/// Each element is a chain, but the processor has several elements under way. It reaches less than machine code, so the
/// peak that it shows is a lower bound.
final class JavaFmaLoop implements FmaLoop {

    private static final int ELEMENTS = 1024;
    private static final int TERMS = 16;

    /// Keeps the results alive.
    private volatile float last;

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void run(long iterations) {
        float[] x = new float[ELEMENTS];
        float[] out = new float[ELEMENTS];
        for (int j = 0; j < ELEMENTS; j++) {
            x[j] = (float) j / ELEMENTS;
        }
        for (long i = 0; i < iterations; i++) {
            polynomials(x, out);
        }
        last = out[ELEMENTS - 1];
    }

    @Override
    public long flopsPerIteration() {
        return 2L * TERMS * ELEMENTS;
    }

    @Override
    public void close() {
        // Nothing but the heap's.
    }

    /// The last result.
    float last() {
        return last;
    }

    /// `out ← ½ + ½x + … + ½x¹⁵ + x¹⁶`.
    private static void polynomials(float[] x, float[] out) {
        for (int j = 0; j < ELEMENTS; j++) {
            float v = x[j];
            float p = fma(v, 1f, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            p = fma(p, v, 0.5f);
            out[j] = fma(p, v, 0.5f);
        }
    }
}
