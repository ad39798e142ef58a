package dev.charloom.text;

/// Finds the lines of a corpus that are not blank, one after the other.
final class LineScan {

    private final Corpus corpus;
    private final int newline;
    private final boolean[] whitespace; // by id
    private int start;
    private int end = -1;

    LineScan(Corpus corpus) {
        this.corpus = corpus;
        newline = corpus.vocabulary().newline();
        whitespace = new boolean[corpus.vocabulary().size()];
        for (int id = 0; id < whitespace.length; id++) {
            whitespace[id] = Whitespace.contains(corpus.vocabulary().codePointOf(id));
        }
    }

    /// Goes on to the next line that is not blank.
    ///
    /// @return whether there is one
    boolean next() {
        boolean blank = true;
        while (blank && end < corpus.length()) {
            start = end + 1;
            end = start;
            while (end < corpus.length() && corpus.idAt(end) != newline) {
                blank &= whitespace[corpus.idAt(end)];
                end++;
            }
        }
        return !blank;
    }

    /// Where the line begins.
    int start() {
        return start;
    }

    /// Its characters without the newline.
    int length() {
        return end - start;
    }
}
