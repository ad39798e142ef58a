package dev.charloom.engine;

/// The learning rate over the steps of a run.
public sealed interface Schedule {

    /// The rate for step `step`, counted from 0, of `steps`.
    double rate(long step, long steps);

    /// The same rate throughout.
    record Constant(double rate) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return rate;
        }
    }

    /// From `peak` along half a cosine down to nothing (I. Loshchilov, F. Hutter, "SGDR", 2017, without restarts).
    record Cosine(double peak) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return peak * 0.5 * (1 + Math.cos(Math.PI * step / Math.max(1, steps)));
        }
    }

    /// In a straight line from `peak` down to nothing.
    record Linear(double peak) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return peak * (1 - (double) step / Math.max(1, steps));
        }
    }
}
