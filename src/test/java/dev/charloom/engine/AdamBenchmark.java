package dev.charloom.engine;

import dev.charloom.engine.kernel.JavaBlas;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What follows the gradients of a training step, for all weights of an LSTM of two layers.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AdamBenchmark {

    @Param({"128", "512"})
    public int hidden;

    private Parameters weights;
    private Parameters gradients;
    private Adam adam;
    private GradientClipping clipping;
    private Worker worker;
    private long step;

    @Setup
    public void fill() {
        var shape = new ModelShape(65, CellKind.LSTM, 2, hidden, 0);
        weights = new Initializer(new SplittableRandom(1)).initialize(shape);
        gradients = new Initializer(new SplittableRandom(2)).initialize(shape);
        adam = new Adam(shape);
        clipping = new GradientClipping(gradients, 5);
        worker = Worker.of(0, 1, Division.LANES, hidden, new JavaBlas(), null);
    }

    @Benchmark
    public double norm() {
        clipping.measure(gradients, worker);
        return clipping.norm();
    }

    @Benchmark
    public Parameters update() {
        adam.begin(++step, 2e-3);
        adam.update(weights, gradients, 0.5f, worker);
        return weights;
    }
}
