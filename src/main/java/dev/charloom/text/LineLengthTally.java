package dev.charloom.text;

import java.util.ArrayList;
import java.util.List;

/// Counts line lengths in buckets whose width grows with the length, see [LineLengths.Bucket].
final class LineLengthTally {

    private static final int SINGLE = 16; // lengths that have a bucket of their own
    private static final int BUCKETS_PER_RANGE = 12;
    private static final int RANGES = 29; // up to 16·4²⁹ = 2⁶²

    private final long[] counts = new long[SINGLE + RANGES * BUCKETS_PER_RANGE];
    private long lines;
    private long total;
    private long shortest = Long.MAX_VALUE;
    private long longest;

    /// @param length in characters, at least 1
    void add(long length) {
        counts[bucketOf(length)]++;
        lines++;
        total += length;
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
    }

    LineLengths result() {
        if (lines == 0) {
            return new LineLengths(0, 0, 0, List.of());
        }
        var histogram = new ArrayList<LineLengths.Bucket>();
        for (int bucket = bucketOf(shortest); bucket <= bucketOf(longest); bucket++) {
            histogram.add(new LineLengths.Bucket(lastOf(bucket - 1) + 1, lastOf(bucket), counts[bucket]));
        }
        return new LineLengths(shortest, (double) total / lines, longest, histogram);
    }

    private static int bucketOf(long length) {
        if (length <= SINGLE) {
            return (int) length - 1;
        }
        int range = (Long.SIZE - 1 - Long.numberOfLeadingZeros((length - 1) / SINGLE)) / 2;
        long beforeRange = (long) SINGLE << (2 * range);
        return SINGLE + BUCKETS_PER_RANGE * range + (int) ((length - 1 - beforeRange) >>> widthBits(range));
    }

    /// The greatest length in a bucket; 0 for bucket -1.
    private static long lastOf(int bucket) {
        if (bucket < SINGLE) {
            return bucket + 1L;
        }
        int range = (bucket - SINGLE) / BUCKETS_PER_RANGE;
        int place = (bucket - SINGLE) % BUCKETS_PER_RANGE;
        return ((long) SINGLE << (2 * range)) + ((place + 1L) << widthBits(range));
    }

    /// Buckets of a range are 4 to the power of `range + 1` wide.
    private static int widthBits(int range) {
        return 2 * range + 2;
    }
}
