package dev.charloom.text;

/// The lines of a corpus that are not blank, or some of them, in the order of the corpus.
public final class Lines {

    private final Corpus corpus;
    private final int[] starts;
    private final int[] lengths;

    private Lines(Corpus corpus, int[] starts, int[] lengths) {
        this.corpus = corpus;
        this.starts = starts;
        this.lengths = lengths;
    }

    /// All lines of a corpus that are not blank.
    ///
    /// @throws IllegalArgumentException if the vocabulary has no newline
    public static Lines of(Corpus corpus) {
        if (corpus.vocabulary().newline() < 0) {
            throw new IllegalArgumentException("lines need a newline in the vocabulary");
        }
        // Counted first, because arrays that grow would take twice the memory for a while.
        var scan = new LineScan(corpus);
        int count = 0;
        while (scan.next()) {
            count++;
        }
        int[] starts = new int[count];
        int[] lengths = new int[count];
        scan = new LineScan(corpus);
        for (int line = 0; scan.next(); line++) {
            starts[line] = scan.start();
            lengths[line] = scan.length();
        }
        return new Lines(corpus, starts, lengths);
    }

    public Corpus corpus() {
        return corpus;
    }

    /// The number of lines.
    public int size() {
        return starts.length;
    }

    /// Where the first character of a line stands in the corpus.
    public int start(int line) {
        return starts[line];
    }

    /// The characters of a line without the newline, at least 1.
    public int length(int line) {
        return lengths[line];
    }

    /// The lines with the given numbers.
    Lines select(int[] lines) {
        int[] selectedStarts = new int[lines.length];
        int[] selectedLengths = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            selectedStarts[i] = starts[lines[i]];
            selectedLengths[i] = lengths[lines[i]];
        }
        return new Lines(corpus, selectedStarts, selectedLengths);
    }
}
