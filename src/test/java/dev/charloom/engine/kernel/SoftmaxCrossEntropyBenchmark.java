package dev.charloom.engine.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Softmax and cross-entropy: time for a row. Each copies its logits first; `copy` is what that costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(SoftmaxCrossEntropyBenchmark.ROWS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SoftmaxCrossEntropyBenchmark {

    static final int ROWS = 256;

    @Param({"65", "118", "1000"})
    public int vocabulary;

    @Param({"auto", "java"})
    public String kernel;

    private final int[] targets = new int[ROWS];
    private final double[] losses = new double[ROWS];
    private SoftmaxCrossEntropy crossEntropy;
    private FMatrixRMaj source;
    private FMatrixRMaj logits;

    @Setup
    public void fill() {
        crossEntropy = Kernels.choose(kernel).blas().softmaxCrossEntropy();
        var random = new SplittableRandom(1);
        source = NaiveProduct.random(ROWS, vocabulary, random);
        logits = source.copy();
        for (int row = 0; row < ROWS; row++) {
            targets[row] = random.nextInt(vocabulary);
        }
    }

    @Benchmark
    public FMatrixRMaj copy() {
        System.arraycopy(source.data, 0, logits.data, 0, source.data.length);
        return logits;
    }

    @Benchmark
    public FMatrixRMaj lossAndGradient() {
        crossEntropy.lossAndGradient(copy(), targets, 0, ROWS, 1f / ROWS, losses);
        return logits;
    }

    @Benchmark
    public double[] loss() {
        crossEntropy.loss(copy(), targets, 0, ROWS, losses);
        return losses;
    }
}
