package dev.charloom.sampling;

import dev.charloom.text.Corpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What of some texts stands in a corpus verbatim. Stretches are compared by hashes of 64 bits.
///
/// @param lines the share of the texts' lines that are lines of the corpus
/// @param stretches the share of the texts' stretches of [#STRETCH] characters that stand in the corpus
/// @param longest the longest stretch that stands in the corpus, however long it is; the first of several
public record Copies(double lines, double stretches, String longest) {

    /// The length of a stretch, in characters: a phrase of four words.
    public static final int STRETCH = 20;

    private static final int NEWLINE = '\n';

    /// Compares texts with a corpus.
    public static Copies of(List<String> texts, Corpus corpus) {
        List<int[]> characters =
                texts.stream().map(text -> text.codePoints().toArray()).toList();
        return new Copies(lines(characters, corpus), stretches(characters, corpus), longest(characters, corpus));
    }

    private static double lines(List<int[]> texts, Corpus corpus) {
        long[] hashes = texts.stream()
                .flatMap(text -> lines(text).stream())
                .mapToLong(LineHash::of)
                .toArray();
        var wanted = new Wanted(hashes);
        var line = new LineHash();
        for (int i = 0; i <= corpus.length(); i++) {
            int character = i == corpus.length() ? NEWLINE : corpus.vocabulary().codePointOf(corpus.idAt(i));
            if (character == NEWLINE) {
                wanted.find(line.value());
                line.reset();
            } else {
                line.add(character);
            }
        }
        return wanted.share(hashes);
    }

    /// The lines of a text that are not empty.
    private static List<int[]> lines(int[] text) {
        var lines = new ArrayList<int[]>();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == NEWLINE) {
                if (i > start) {
                    lines.add(Arrays.copyOfRange(text, start, i));
                }
                start = i + 1;
            }
        }
        return lines;
    }

    private static double stretches(List<int[]> texts, Corpus corpus) {
        long[] hashes = hashes(texts, STRETCH);
        return found(hashes, STRETCH, corpus).share(hashes);
    }

    /// By halving: where a stretch stands in the corpus, its parts do.
    private static String longest(List<int[]> texts, Corpus corpus) {
        int longest = 0;
        int tooLong = texts.stream().mapToInt(text -> text.length).max().orElse(0) + 1;
        while (tooLong - longest > 1) {
            int middle = (longest + tooLong) >>> 1;
            long[] hashes = hashes(texts, middle);
            if (found(hashes, middle, corpus).share(hashes) > 0) {
                longest = middle;
            } else {
                tooLong = middle;
            }
        }
        return longest == 0 ? "" : first(texts, longest, corpus);
    }

    private static String first(List<int[]> texts, int length, Corpus corpus) {
        Wanted found = found(hashes(texts, length), length, corpus);
        for (int[] text : texts) {
            var hash = new StretchHash(length);
            for (int i = 0; i < text.length; i++) {
                hash.add(text[i]);
                if (hash.isComplete() && found.has(hash.value())) {
                    return new String(text, i + 1 - length, length);
                }
            }
        }
        throw new IllegalStateException("a stretch that was found is gone");
    }

    private static long[] hashes(List<int[]> texts, int length) {
        int most = texts.stream()
                .mapToInt(text -> Math.max(0, text.length - length + 1))
                .sum();
        long[] hashes = new long[most];
        int count = 0;
        for (int[] text : texts) {
            var hash = new StretchHash(length);
            for (int character : text) {
                hash.add(character);
                if (hash.isComplete()) {
                    hashes[count++] = hash.value();
                }
            }
        }
        return hashes;
    }

    private static Wanted found(long[] hashes, int length, Corpus corpus) {
        var wanted = new Wanted(hashes);
        var hash = new StretchHash(length);
        for (int i = 0; i < corpus.length(); i++) {
            hash.add(corpus.vocabulary().codePointOf(corpus.idAt(i)));
            if (hash.isComplete()) {
                wanted.find(hash.value());
            }
        }
        return wanted;
    }

    /// Hashes that are looked for, and which of them were found.
    private static final class Wanted {

        /// Most of a corpus is turned away by one bit.
        private static final int FILTER_BITS = 1 << 20;

        private final long[] sorted;
        private final BitSet filter = new BitSet(FILTER_BITS);
        private final BitSet found = new BitSet();

        Wanted(long[] hashes) {
            sorted = Arrays.stream(hashes).sorted().distinct().toArray();
            for (long hash : sorted) {
                filter.set(slot(hash));
            }
        }

        private static int slot(long hash) {
            return (int) (StretchHash.mix(hash) >>> 1) & (FILTER_BITS - 1);
        }

        void find(long hash) {
            if (filter.get(slot(hash))) {
                int at = Arrays.binarySearch(sorted, hash);
                if (at >= 0) {
                    found.set(at);
                }
            }
        }

        boolean has(long hash) {
            int at = Arrays.binarySearch(sorted, hash);
            return at >= 0 && found.get(at);
        }

        /// The share of the hashes that were found; 0 where there are none.
        double share(long[] hashes) {
            return Arrays.stream(hashes).filter(this::has).count() / (double) Math.max(1, hashes.length);
        }
    }
}
