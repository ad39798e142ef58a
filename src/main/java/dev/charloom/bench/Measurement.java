package dev.charloom.bench;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/// How long steps took.
///
/// @param steps how many were measured
/// @param medianNanos of the steps
/// @param bestNanos the shortest step
record Measurement(int steps, double medianNanos, long bestNanos) {

    private static final int FEWEST_STEPS = 5;
    private static final int FEWEST_WARM_STEPS = 3;
    private static final double MOST_SECONDS_OF_WARMING = 5;

    /// Takes steps until the JIT compiler is through with them, then for `seconds`, and at least five.
    ///
    /// @param nanoTime a clock
    static Measurement of(Runnable step, double seconds, LongSupplier nanoTime) {
        times(step, Math.min(seconds, MOST_SECONDS_OF_WARMING), FEWEST_WARM_STEPS, nanoTime);
        long[] times = times(step, seconds, FEWEST_STEPS, nanoTime);
        Arrays.sort(times);
        int middle = times.length / 2;
        double median = times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2.0;
        return new Measurement(times.length, median, times[0]);
    }

    private static long[] times(Runnable step, double seconds, int fewest, LongSupplier nanoTime) {
        LongStream.Builder times = LongStream.builder();
        long begin = nanoTime.getAsLong();
        long now = begin;
        for (int count = 0; count < fewest || now - begin < seconds * 1e9; count++) {
            step.run();
            long end = nanoTime.getAsLong();
            times.add(Math.max(1, end - now));
            now = end;
        }
        return times.build().toArray();
    }
}
