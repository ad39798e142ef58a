package dev.charloom.text;

import dev.charloom.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The order in which one epoch visits lines: batches of lines of similar length, and the windows that each batch
/// takes.
final class LineOrder {

    private static final int DIGIT_BITS = 16;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private final int[] lines; // by descending length
    private final int[] visits; // batch numbers; batch b has lines b·B…(b+1)·B-1 of the above
    private final int[] firstWindows; // of each visit, and behind the last one

    private LineOrder(Lines all, int[] lines, int[] visits, int batchSize, int sequenceLength) {
        this.lines = lines;
        this.visits = visits;
        firstWindows = new int[visits.length + 1];
        for (int visit = 0; visit < visits.length; visit++) {
            int steps = all.length(lines[visits[visit] * batchSize]) + 1;
            firstWindows[visit + 1] = Math.addExact(firstWindows[visit], Math.ceilDiv(steps, sequenceLength));
        }
    }

    /// The longest lines first, lines of the same length in the order of the corpus.
    static LineOrder byLength(Lines lines, int batchSize, int sequenceLength) {
        int[] sorted = sort(upTo(lines.size()), lines);
        int[] visits = upTo(Math.ceilDiv(lines.size(), batchSize));
        return new LineOrder(lines, sorted, visits, batchSize, sequenceLength);
    }

    /// The longest lines first, lines of the same length in a random order; batches are visited in a random order
    /// too.
    static LineOrder shuffled(Lines lines, int batchSize, int sequenceLength, RandomStream random) {
        int[] shuffled = upTo(lines.size());
        random.shuffle(shuffled);
        int[] sorted = sort(shuffled, lines);
        int[] visits = upTo(Math.ceilDiv(lines.size(), batchSize));
        random.shuffle(visits);
        return new LineOrder(lines, sorted, visits, batchSize, sequenceLength);
    }

    int windows() {
        return firstWindows[visits.length];
    }

    /// The line at a place of the order by length.
    int line(int place) {
        return lines[place];
    }

    /// Which visit to a batch window `index` is a part of.
    int visitOf(int index) {
        int found = Arrays.binarySearch(firstWindows, index);
        return found >= 0 ? found : -found - 2;
    }

    int batch(int visit) {
        return visits[visit];
    }

    int firstWindow(int visit) {
        return firstWindows[visit];
    }

    /// Sorts line numbers stably by descending length, in linear time: by the low digit of what their length falls
    /// short of the greatest one, then by the high digit.
    private static int[] sort(int[] numbers, Lines lines) {
        int longest = 0;
        for (int number : numbers) {
            longest = Math.max(longest, lines.length(number));
        }
        int[] sorted = sortByDigit(numbers, lines, longest, 0);
        return longest < DIGITS ? sorted : sortByDigit(sorted, lines, longest, DIGIT_BITS);
    }

    private static int[] sortByDigit(int[] numbers, Lines lines, int longest, int shift) {
        int[] next = new int[DIGITS + 1];
        for (int number : numbers) {
            next[digit(longest - lines.length(number), shift) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            next[digit + 1] += next[digit];
        }
        int[] sorted = new int[numbers.length];
        for (int number : numbers) {
            sorted[next[digit(longest - lines.length(number), shift)]++] = number;
        }
        return sorted;
    }

    private static int[] upTo(int count) {
        return IntStream.range(0, count).toArray();
    }

    private static int digit(int value, int shift) {
        return value >>> shift & (DIGITS - 1);
    }
}
