package dev.charloom.text;

/// How a corpus is read as sequences.
public enum TextMode {
    /// One stream: books, plays, verse, code.
    TEXT("characters", 2),
    /// Every line that is not blank is a sequence of its own, ended by the newline: names, headlines.
    LINES("lines", 1);

    private static final double LONG_LINE = 200;
    private static final double DIVIDED = 0.02;
    private static final double INDENTED = 0.1;
    private static final double OPEN = 0.05;

    private final String unit;
    private final int fewestForTraining;

    TextMode(String unit, int fewestForTraining) {
        this.unit = unit;
        this.fewestForTraining = fewestForTraining;
    }

    /// The mode of a model whose manifest has `lines` or `text`.
    public static TextMode named(String name) {
        return "lines".equals(name) ? LINES : TEXT;
    }

    /// A mode that suits a corpus.
    ///
    /// @param reason one sentence that says why
    public record Suggestion(TextMode mode, String reason) {}

    /// The mode for a corpus whose mode is not given. It is [#TEXT] if, in this order,
    ///
    /// 1. there is only one line that is not blank,
    /// 2. the lines have more than 200 characters on average,
    /// 3. blank lines separate paragraphs: one such gap for every 50 lines or more,
    /// 4. one line in ten or more is indented, or
    /// 5. one line in twenty or more ends in the middle of a sentence (see [CorpusStatistics#openLines()]);
    ///
    /// and [#LINES] otherwise.
    public static Suggestion suggestFor(CorpusStatistics statistics) {
        double mean = statistics.lineLengths().mean();
        double divided = share(statistics.paragraphs() - 1, statistics);
        double indented = share(statistics.indentedLines(), statistics);
        double open = share(statistics.openLines(), statistics);
        if (statistics.lines() <= 1) {
            return new Suggestion(TEXT, "It has only one line.");
        } else if (mean > LONG_LINE) {
            return new Suggestion(TEXT, "Its lines are as long as paragraphs, " + average(mean) + ".");
        } else if (divided >= DIVIDED) {
            return new Suggestion(TEXT, percent(divided) + " of its lines follow a blank line.");
        } else if (indented >= INDENTED) {
            return new Suggestion(TEXT, percent(indented) + " of its lines are indented.");
        } else if (open >= OPEN) {
            return new Suggestion(TEXT, percent(open) + " of its lines go on in the next one.");
        }
        return new Suggestion(LINES, "Its lines stand alone, " + average(mean) + ".");
    }

    /// What the length of a corpus is counted in.
    String unit() {
        return unit;
    }

    /// The least that can be trained on: a character and its successor, or a line.
    int fewestForTraining() {
        return fewestForTraining;
    }

    private static double share(long count, CorpusStatistics statistics) {
        return (double) count / Math.max(1, statistics.lines());
    }

    private static String average(double length) {
        return Math.round(length) + " characters on average";
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
