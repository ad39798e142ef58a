package dev.charloom.sampling;

/// A hash of all characters of a line, taken as they come: a line may be a whole corpus, of which no copy is made.
/// Built as [StretchHash] is, but of any length. Hashes are kept in files, so they never change.
final class LineHash {

    private long polynomial;
    private long count;

    /// The hash of a line at once.
    static long of(int[] characters) {
        var hash = new LineHash();
        for (int character : characters) {
            hash.add(character);
        }
        return hash.value();
    }

    void add(int character) {
        polynomial = polynomial * StretchHash.BASE + StretchHash.symbol(character);
        count++;
    }

    /// Begins another line.
    void reset() {
        polynomial = 0;
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    long value() {
        return StretchHash.mix(polynomial + count);
    }
}
