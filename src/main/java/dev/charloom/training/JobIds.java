package dev.charloom.training;

import java.time.Clock;
import java.util.random.RandomGenerator;

/// Makes identifiers that ascend: milliseconds since 1970, then random digits, in base 36.
final class JobIds {

    private static final int RADIX = 36;
    private static final int MILLIS_DIGITS = 9;
    private static final long SUFFIXES = 36L * 36 * 36 * 36;

    private final Clock clock;
    private final RandomGenerator random;
    private long lastMillis;

    JobIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// Makes those to come greater than one that an earlier process made, by a clock that may have been ahead.
    synchronized void goOnAfter(JobId made) {
        if (made.value().length() >= MILLIS_DIGITS) {
            lastMillis = Math.max(lastMillis, Long.parseLong(made.value().substring(0, MILLIS_DIGITS), RADIX));
        }
    }

    /// A new one, after all that were made before.
    synchronized JobId next() {
        lastMillis = Math.max(lastMillis + 1, clock.millis());
        return new JobId(digits(lastMillis, MILLIS_DIGITS) + digits(random.nextLong(SUFFIXES), 4));
    }

    private static String digits(long value, int width) {
        String digits = Long.toString(value, RADIX);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
