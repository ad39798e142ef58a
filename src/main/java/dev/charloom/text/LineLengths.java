package dev.charloom.text;

import java.util.List;

/// How long the lines of a corpus are, in characters without the newline; blank lines are left out.
///
/// @param shortest the length of the shortest line, 0 where there is no line
/// @param mean the arithmetic mean, 0 where there is no line
/// @param longest the length of the longest line, 0 where there is no line
/// @param histogram adjoining buckets from the shortest line's to the longest line's
public record LineLengths(long shortest, double mean, long longest, List<Bucket> histogram) {

    public LineLengths {
        histogram = List.copyOf(histogram);
    }

    /// The lines of similar length. Buckets are 1 wide up to length 16, 4 wide up to 64, 16 wide up to 256, and so
    /// on: each range four times as long as the one before has twelve buckets.
    ///
    /// @param from the least length
    /// @param to the greatest length
    /// @param lines the number of lines with a length from `from` to `to`, both included
    public record Bucket(long from, long to, long lines) {}
}
