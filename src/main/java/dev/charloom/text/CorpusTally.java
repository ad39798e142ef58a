package dev.charloom.text;

/// Collects the statistics of a corpus while its characters go by.
final class CorpusTally implements CodePointBlocks.Sink {

    private static final int NONE = -1;

    private final CharacterTally counts = new CharacterTally();
    private final LineLengthTally lengths = new LineLengthTally();
    private long characters;
    private long lines;
    private long blankLines;
    private long paragraphs;
    private long indentedLines;
    private long openLines;

    private boolean afterBlankLine = true;
    private long length; // of the current line so far
    private boolean indented;
    private int lastVisible = NONE;

    @Override
    public void accept(int[] codePoints, int count) {
        characters += count;
        counts.add(codePoints, count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (codePoints[i] == '\n') {
                extendLine(codePoints, from, i);
                endLine();
                from = i + 1;
            }
        }
        extendLine(codePoints, from, count);
    }

    /// The statistics of all characters so far, of which the last line may have no newline.
    CorpusStatistics result() {
        if (length > 0) {
            endLine();
        }
        return new CorpusStatistics(
                characters, lines, blankLines, paragraphs, indentedLines, openLines, lengths.result(), counts.counts());
    }

    /// Adds `codePoints[from…to-1]`, which have no newline, to the current line.
    private void extendLine(int[] codePoints, int from, int to) {
        if (length == 0 && from < to) {
            indented = Whitespace.contains(codePoints[from]);
        }
        length += to - from;
        int last = to - 1;
        while (last >= from && Whitespace.contains(codePoints[last])) {
            last--;
        }
        lastVisible = last < from ? lastVisible : codePoints[last];
    }

    private void endLine() {
        if (lastVisible == NONE) {
            blankLines++;
            afterBlankLine = true;
        } else {
            addLine();
        }
        length = 0;
        indented = false;
        lastVisible = NONE;
    }

    private void addLine() {
        lines++;
        paragraphs += afterBlankLine ? 1 : 0;
        indentedLines += indented ? 1 : 0;
        openLines += goesOn(lastVisible) ? 1 : 0;
        lengths.add(length);
        afterBlankLine = false;
    }

    private static boolean goesOn(int lastVisible) {
        return switch (lastVisible) {
            case ',', ';', ':', '-', '–', '—', '(', '[', '{' -> true;
            case '、', '，', '；', '：', '（', '「' -> true;
            default -> false;
        };
    }
}
