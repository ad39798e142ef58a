package dev.charloom.bench.peak;

import dev.charloom.engine.kernel.Team;

/// Measures the processor's peak of float32 fused multiply-adds, for a number of threads at once.
public final class FmaPeak implements AutoCloseable {

    private static final int BURSTS = 10;
    private static final long BURST_NANOS = 30_000_000;

    private final FmaLoop loop;
    private final Team team;
    private final long iterations;

    /// Finds out how long a burst has to be, which takes a moment.
    ///
    /// @param threads at least 1
    public FmaPeak(int threads) {
        this(FmaLoop.fastest(), threads);
    }

    FmaPeak(FmaLoop loop, int threads) {
        this.loop = loop;
        this.team = new Team(threads, "charloom-peak");
        this.iterations = iterationsOfABurst();
    }

    /// The instructions that are measured with.
    public String instructions() {
        return loop.name();
    }

    /// Whether the loop is plain Java: the processor can do more than [#measure] says then.
    public boolean isLowerBound() {
        return loop instanceof JavaFmaLoop;
    }

    /// The best of ten bursts of 30 ms on all threads, in GFLOP/s, a multiply-add counted as two.
    public double measure() {
        return (double) iterations * loop.flopsPerIteration() * team.size() / bestNanos(BURSTS, iterations);
    }

    @Override
    public void close() {
        team.close();
        loop.close();
    }

    /// As many as take about 30 ms, found by doubling; the JIT compiler is through with it then.
    ///
    /// The best of three counts: the first burst of all also links, compiles and wakes threads.
    private long iterationsOfABurst() {
        long count = 64;
        long nanos = bestNanos(3, count);
        while (nanos < BURST_NANOS / 2) {
            count *= 2;
            nanos = bestNanos(3, count);
        }
        return Math.max(1, count * BURST_NANOS / nanos);
    }

    private long bestNanos(int bursts, long count) {
        long best = Long.MAX_VALUE;
        for (int burst = 0; burst < bursts; burst++) {
            long start = System.nanoTime();
            team.run(worker -> loop.run(count));
            best = Math.min(best, Math.max(1, System.nanoTime() - start));
        }
        return best;
    }
}
