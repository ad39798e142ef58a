package dev.charloom.random;

import java.util.random.RandomGenerator;

/// A counter-based random generator: draw number `position` is a pure function of (seed, purpose, step, position).
///
/// The draws are those of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014)
/// with Stafford's variant 13 as the mixing function; the key that seeds it mixes seed, purpose and step.
/// [#nextInt(int)], [#nextDouble()] and [#nextFloat()] take exactly one draw; what else [RandomGenerator] offers may
/// take several. Not safe for use by several threads; streams are cheap, so each user makes its own.
public final class RandomStream implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long key;
    private long position;

    private RandomStream(long key, long position) {
        this.key = key;
        this.position = position;
    }

    /// The stream of draws for a purpose, at position 0.
    ///
    /// @param seed the seed of the whole run
    /// @param purpose what the draws are for
    /// @param step which of the purpose's streams: an epoch, a sample, a matrix
    public static RandomStream of(long seed, Purpose purpose, long step) {
        long run = mix(seed + GOLDEN_GAMMA);
        long use = mix(run + purpose.code() * GOLDEN_GAMMA);
        return new RandomStream(mix(use + step * GOLDEN_GAMMA), 0);
    }

    /// A stream of the same draws whose next draw is number `position`; this one stays where it is.
    ///
    /// @throws IllegalArgumentException if `position` is negative
    public RandomStream at(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative: " + position);
        }
        return new RandomStream(key, position);
    }

    /// The number of the next draw, counted from 0.
    public long position() {
        return position;
    }

    @Override
    public long nextLong() {
        position++;
        return mix(key + position * GOLDEN_GAMMA);
    }

    /// A number from 0 to `bound - 1`, by one draw; no number is likelier than another by more than one in 2³³.
    ///
    /// @throws IllegalArgumentException if `bound` is not positive
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        return (int) Math.unsignedMultiplyHigh(nextLong(), bound);
    }

    /// Puts `values` (modified) into a random order, every order being equally likely, by `values.length - 1` draws
    /// (Fisher and Yates).
    public void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int chosen = nextInt(last + 1);
            int value = values[chosen];
            values[chosen] = values[last];
            values[last] = value;
        }
    }

    long key() {
        return key;
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
