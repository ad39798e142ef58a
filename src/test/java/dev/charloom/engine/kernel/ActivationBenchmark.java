package dev.charloom.engine.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Activations over an array that the L1 cache holds: time for an element. Each copies its arguments first; `copy` is
/// what that costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ActivationBenchmark.ELEMENTS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ActivationBenchmark {

    static final int ELEMENTS = 1024;

    private final float[] arguments = new float[ELEMENTS];
    private final float[] x = new float[ELEMENTS];

    /// Arguments from −6 to 0, which all three take.
    @Setup
    public void fill() {
        var random = new SplittableRandom(1);
        for (int i = 0; i < ELEMENTS; i++) {
            arguments[i] = (float) (-6 * random.nextDouble());
        }
    }

    @Benchmark
    public float[] copy() {
        System.arraycopy(arguments, 0, x, 0, ELEMENTS);
        return x;
    }

    @Benchmark
    public float[] tanh() {
        Activations.tanh(copy(), 0, ELEMENTS);
        return x;
    }

    @Benchmark
    public float[] sigmoid() {
        Activations.sigmoid(copy(), 0, ELEMENTS);
        return x;
    }

    @Benchmark
    public float[] exp() {
        Activations.expOfNonPositive(copy(), 0, ELEMENTS);
        return x;
    }
}
