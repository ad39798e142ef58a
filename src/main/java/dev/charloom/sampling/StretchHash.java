package dev.charloom.sampling;

/// A hash of the last few characters of a text, at constant cost for each character that comes: a polynomial modulo 2⁶⁴
/// (Karp and Rabin, "Efficient Randomized Pattern-Matching Algorithms", 1987), mixed at the end.
final class StretchHash {

    static final long BASE = 0x9e3779b97f4a7c15L; // odd

    private final int[] last; // a ring
    private final long leaving; // BASE to the power of the length
    private long polynomial;
    private long count;

    StretchHash(int length) {
        this.last = new int[length];
        long power = 1;
        for (int i = 0; i < length; i++) {
            power *= BASE;
        }
        this.leaving = power;
    }

    void add(int character) {
        int place = (int) (count++ % last.length);
        long oldest = count > last.length ? symbol(last[place]) : 0;
        last[place] = character;
        polynomial = polynomial * BASE + symbol(character) - oldest * leaving;
    }

    /// Forgets what came before.
    void reset() {
        polynomial = 0;
        count = 0;
    }

    /// Whether as many characters have come as the hash covers.
    boolean isComplete() {
        return count >= last.length;
    }

    long value() {
        return mix(polynomial + last.length);
    }

    /// Characters lie close together; their symbols do not.
    static long symbol(int character) {
        return mix(character + 1L);
    }

    /// The finalizer of SplitMix64.
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
