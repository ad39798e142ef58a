package dev.charloom.engine;

/// The learning rate over the steps of a run. A step beyond the last has the last one's rate or none.
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
            return peak * 0.5 * (1 + Math.cos(Math.PI * done(step, steps)));
        }
    }

    /// In a straight line from `peak` down to nothing.
    record Linear(double peak) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return peak * (1 - done(step, steps));
        }
    }

    /// `peak`, and over the last `fraction` of the steps in a straight line down to nothing ("warmup-stable-decay",
    /// S. Hu et al., "MiniCPM", 2024; A. Hägele et al., "Scaling Laws and Compute-Optimal Training Beyond Fixed
    /// Training Durations", 2024).
    ///
    /// @param fraction more than 0, at most 1
    record Cooldown(double peak, double fraction) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return peak * Math.min(1, (1 - done(step, steps)) / fraction);
        }
    }

    /// `peak` until step `first`; from there on times `factor`, and times `factor` again every `every` steps, as
    /// char-rnn lowers it from epoch to epoch.
    ///
    /// @param first the first step of the lower rate; not positive where it has begun already
    record Decay(double peak, double factor, long first, long every) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            long times = step < first ? 0 : (step - first) / every + 1;
            return peak * Math.pow(factor, (double) times);
        }
    }

    /// In a straight line up to the first rate of another schedule, which then takes the steps that are left (the
    /// "gradual warm-up" of P. Goyal et al., "Accurate, Large Minibatch SGD", 2017).
    ///
    /// @param steps of the warm-up, at least 1; the last of them runs at the full rate
    record WarmUp(Schedule then, long steps) implements Schedule {
        @Override
        public double rate(long step, long all) {
            long left = Math.max(1, all - steps);
            return step < steps ? then.rate(0, left) * (step + 1) / steps : then.rate(step - steps, left);
        }
    }

    private static double done(long step, long steps) {
        return Math.min(1, (double) step / Math.max(1, steps));
    }
}
