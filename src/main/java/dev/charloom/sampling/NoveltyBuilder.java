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
        var line = new LineHash();
        for (int i = 0; i <= corpus.length(); i++) {
            if (i < corpus.length() && corpus.idAt(i) != newline) {
                line.add(corpus.vocabulary().codePointOf(corpus.idAt(i)));
                continue;
            }
            if (!line.isEmpty()) {
                hashes = count == hashes.length ? Arrays.copyOf(hashes, 2 * count) : hashes;
                hashes[count++] = line.value();
            }
            line.reset();
        }
        return Arrays.copyOf(hashes, count);
    }
}
