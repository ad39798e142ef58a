package dev.charloom.sampling;

import dev.charloom.text.Corpus;
import dev.charloom.text.TextMode;
import java.util.Arrays;

/// Takes a corpus down as [Novelty]: once through it for the lines, once for the stretches.
final class NoveltyBuilder {

    private final Corpus corpus;
    private final TextMode mode;
    private final int stretch;
    private final int newline;

    NoveltyBuilder(Corpus corpus, TextMode mode, int stretch) {
        this.corpus = corpus;
        this.mode = mode;
        this.stretch = stretch;
        this.newline = corpus.vocabulary().newline();
    }

    Novelty build() {
        Novelty novelty = Novelty.empty(stretch, lines(), corpus.length());
        var hash = new StretchHash(stretch);
        for (int i = 0; i < corpus.length(); i++) {
            int id = corpus.idAt(i);
            if (mode == TextMode.LINES && id == newline) {
                hash.reset();
                continue;
            }
            hash.add(corpus.vocabulary().codePointOf(id));
            if (hash.isComplete()) {
                novelty.enter(hash.value());
            }
        }
        return novelty;
    }

    private long[] lines() {
        long[] hashes = new long[64];
        int count = 0;
        int start = 0;
        for (int i = 0; i <= corpus.length(); i++) {
            if (i == corpus.length() || corpus.idAt(i) == newline) {
                if (i > start) {
                    hashes = count == hashes.length ? Arrays.copyOf(hashes, 2 * count) : hashes;
                    hashes[count++] = StretchHash.of(characters(start, i));
                }
                start = i + 1;
            }
        }
        return Arrays.copyOf(hashes, count);
    }

    private int[] characters(int from, int to) {
        int[] characters = new int[to - from];
        corpus.copy(from, to, characters, 0);
        for (int i = 0; i < characters.length; i++) {
            characters[i] = corpus.vocabulary().codePointOf(characters[i]);
        }
        return characters;
    }
}
