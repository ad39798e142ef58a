package dev.charloom.engine.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.openjdk.jmh.annotations.AuxCounters;
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

/// The products of a training step, rows × terms × columns. The counter `gflops` is GFLOP/s, a multiply-add counted as
/// two; for packing it is left at 0.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProductBenchmark {

    /// Counts thousands of operations, so that a count by the microsecond is one of 10⁹ by the second.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Operations {
        public double gflops;
    }

    /// `A·B` as input projections, recurrent products and the products of the backward pass are: B packed before.
    @State(Scope.Thread)
    public static class Product {

        @Param({"auto", "onednn", "java"})
        public String kernel;

        @Param({"64x512x2048", "64x1024x3072", "50x128x512", "1024x256x1024", "64x2048x512", "1x512x2048", "32x512x2048"
        })
        public String shape;

        Blas blas;
        FMatrixRMaj a;
        FMatrixRMaj source;
        FMatrixRMaj transposedSource;
        PackedMatrix b;
        PackedMatrix transposed;
        FMatrixRMaj c;

        @Setup
        public void fill() {
            int[] sizes = sizes(shape);
            var random = new SplittableRandom(1);
            blas = Kernels.choose(kernel).blas();
            a = NaiveProduct.random(sizes[0], sizes[1], random);
            source = NaiveProduct.random(sizes[1], sizes[2], random);
            transposedSource = NaiveProduct.random(sizes[2], sizes[1], random);
            b = blas.operand(source, 0, sizes[1], sizes[2]);
            transposed = blas.transposedOperand(transposedSource, 0, sizes[1], sizes[2]);
            blas.pack(b, 0, 1);
            c = new FMatrixRMaj(sizes[0], sizes[2]);
        }
    }

    /// `Aᵀ·B` as weight gradients are: many rows, summed over.
    @State(Scope.Thread)
    public static class TransposedProduct {

        @Param({"auto", "onednn", "java"})
        public String kernel;

        @Param({"512x4096x2048", "128x2500x512"})
        public String shape;

        Blas blas;
        FMatrixRMaj a;
        FMatrixRMaj b;
        FMatrixRMaj c;
        LeftOperands left;

        @Setup
        public void fill() {
            int[] sizes = sizes(shape);
            var random = new SplittableRandom(1);
            blas = Kernels.choose(kernel).blas();
            a = NaiveProduct.random(sizes[1], sizes[0], random);
            b = NaiveProduct.random(sizes[1], sizes[2], random);
            c = new FMatrixRMaj(sizes[0], sizes[2]);
            left = new LeftOperands();
            left.add(a, 0, c, 0);
        }
    }

    @Benchmark
    public FMatrixRMaj multiply(Product p, Operations operations) {
        p.blas.multiply(p.a, 0, 0, p.a.numRows, p.b, false, p.c, 0, 0);
        operations.gflops += 2e-3 * p.a.numRows * p.a.numCols * p.c.numCols;
        return p.c;
    }

    @Benchmark
    public FMatrixRMaj multiplyTransposed(TransposedProduct p, Operations operations) {
        p.blas.multiplyTransposed(p.left, p.b, 0, 0, p.b.numCols, p.a.numRows, true, 0, 1);
        operations.gflops += 2e-3 * p.a.numRows * p.a.numCols * p.c.numCols;
        return p.c;
    }

    @Benchmark
    public PackedMatrix pack(Product p) {
        p.blas.pack(p.b, 0, 1);
        return p.b;
    }

    @Benchmark
    public PackedMatrix packTransposed(Product p) {
        p.blas.pack(p.transposed, 0, 1);
        return p.transposed;
    }

    private static int[] sizes(String shape) {
        return Stream.of(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
