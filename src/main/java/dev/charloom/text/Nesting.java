package dev.charloom.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// Finds what stands between marks that open and close.
final class Nesting {

    /// What closes what each mark opens.
    static final Map<Integer, String> QUOTES = Map.of(
            (int) '"', "\"",
            (int) '“', "”",
            (int) '„', "“”",
            (int) '«', "»",
            (int) '»', "«",
            (int) '「', "」",
            (int) '『', "』");

    static final Map<Integer, String> BRACKETS = Map.of(
            (int) '(', ")",
            (int) '[', "]",
            (int) '{', "}");

    private final Map<Integer, String> marks;
    private final boolean lines;
    private final Deque<String> open = new ArrayDeque<>(); // what closes each

    /// @param lines whether the end of a line ends everything, else the end of a paragraph does
    Nesting(Map<Integer, String> marks, boolean lines) {
        this.marks = marks;
        this.lines = lines;
    }

    /// 1 for each character that stands between marks or opens, else 0.
    float[] of(int[] text) {
        float[] values = new float[text.length];
        for (int i = 0; i < text.length; i++) {
            String closing = marks.get(text[i]);
            if (text[i] == '\n' && (lines || (i > 0 && text[i - 1] == '\n'))) {
                open.clear();
            } else if (!open.isEmpty() && open.peek().indexOf(text[i]) >= 0) {
                open.pop();
            } else if (closing != null) {
                open.push(closing);
            }
            values[i] = open.isEmpty() ? 0 : 1;
        }
        return values;
    }
}
