package dev.charloom.engine.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
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

/// The gates of one time step, forward and backward, for every cell.
///
/// The kernels work in place. What they replace is copied anew for each call, else repeated backward passes would end
/// in subnormal numbers, which are slow; `copy` is what that costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GateBenchmark {

    private static final int LANES = 64;

    @Param({"auto", "java"})
    public String kernel;

    @Param({"128", "512", "1000"})
    public int hidden;

    private GateKernels gates;
    private FMatrixRMaj activations; // gates between 0 and 1, as good as pre-activations
    private FMatrixRMaj Z; // B×4H, of which a GRU uses B×3H and a simple cell B×H
    private FMatrixRMaj hPrev;
    private FMatrixRMaj cPrev;
    private FMatrixRMaj H;
    private FMatrixRMaj C;
    private FMatrixRMaj S;
    private FMatrixRMaj dH;
    private FMatrixRMaj gradients;
    private FMatrixRMaj dHnext;
    private FMatrixRMaj dC;

    @Setup
    public void fill() {
        var random = new SplittableRandom(1);
        gates = Kernels.choose(kernel).blas().gates(hidden, 0, hidden);
        activations = new FMatrixRMaj(LANES, 4 * hidden);
        for (int i = 0; i < activations.data.length; i++) {
            activations.data[i] = (float) random.nextDouble();
        }
        Z = activations.copy();
        hPrev = states(random);
        cPrev = states(random);
        H = states(random);
        C = states(random);
        S = states(random);
        dH = states(random);
        gradients = states(random);
        dHnext = states(random);
        dC = states(random);
    }

    @Benchmark
    public FMatrixRMaj copy() {
        restore(4);
        return Z;
    }

    @Benchmark
    public FMatrixRMaj rnnForward() {
        restore(1);
        gates.rnn().forward(Z, 0, LANES, H);
        return H;
    }

    @Benchmark
    public FMatrixRMaj rnnBackward() {
        restore(1);
        gates.rnn().backward(H, 0, LANES, dH, dHnext, 0, Z);
        return Z;
    }

    @Benchmark
    public FMatrixRMaj gruForward() {
        restore(3);
        gates.gru().forwardResetAfter(Z, S, hPrev, 0, 0, LANES, H);
        return H;
    }

    @Benchmark
    public FMatrixRMaj gruBackward() {
        restore(3);
        gates.gru().backwardResetAfter(Z, S, hPrev, 0, 0, LANES, dH, dHnext, 0);
        return Z;
    }

    @Benchmark
    public FMatrixRMaj gruResetBeforeForward() {
        restore(3);
        gates.gru().gatesResetBefore(Z, hPrev, 0, 0, LANES, S);
        gates.gru().candidateResetBefore(Z, hPrev, 0, 0, LANES, H);
        return H;
    }

    @Benchmark
    public FMatrixRMaj gruResetBeforeBackward() {
        restore(3);
        gates.gru().backwardCandidateResetBefore(Z, hPrev, 0, 0, LANES, dH, dHnext, 0);
        gates.gru().backwardResetBefore(Z, hPrev, 0, 0, LANES, S, dHnext, 0);
        return Z;
    }

    @Benchmark
    public FMatrixRMaj lstmForward() {
        restore(4);
        gates.lstm().forward(Z, cPrev, 0, 0, LANES, C, S, H);
        return H;
    }

    @Benchmark
    public FMatrixRMaj lstmBackward() {
        restore(4);
        gates.lstm().backward(Z, cPrev, 0, 0, LANES, S, dH, dHnext, dC, 0);
        return Z;
    }

    private void restore(int blocks) {
        Z.reshape(LANES, blocks * hidden);
        System.arraycopy(activations.data, 0, Z.data, 0, LANES * blocks * hidden);
        System.arraycopy(gradients.data, 0, S.data, 0, gradients.data.length);
        System.arraycopy(gradients.data, 0, dHnext.data, 0, gradients.data.length);
        System.arraycopy(gradients.data, 0, dC.data, 0, gradients.data.length);
    }

    private FMatrixRMaj states(SplittableRandom random) {
        return NaiveProduct.random(LANES, hidden, random);
    }
}
