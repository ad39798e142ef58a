package dev.charloom.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Counts code points, in pages of 256 that are there only where a code point of theirs occurred.
final class CharacterTally {

    private static final long[] NOT_SEEN = {};

    private final long[][] pages = new long[(Character.MAX_CODE_POINT >>> 8) + 1][];

    CharacterTally() {
        Arrays.fill(pages, NOT_SEEN);
    }

    /// Counts the first `count` entries of `codePoints`.
    void add(int[] codePoints, int count) {
        for (int i = 0; i < count; i++) {
            int codePoint = codePoints[i];
            long[] page = pages[codePoint >>> 8];
            if (page.length == 0) {
                page = new long[256];
                pages[codePoint >>> 8] = page;
            }
            page[codePoint & 0xFF]++;
        }
    }

    /// The characters that occurred, by ascending code point.
    List<CharacterCount> counts() {
        var counts = new ArrayList<CharacterCount>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            long[] page = pages[codePoint >>> 8];
            if (page.length > 0 && page[codePoint & 0xFF] > 0) {
                counts.add(new CharacterCount(codePoint, page[codePoint & 0xFF]));
            }
        }
        return List.copyOf(counts);
    }
}
