package dev.charloom.sampling;

import java.util.List;

/// Sequences that end a text. They are looked for after every character, so none is missed; what may be the beginning
/// of one is held back, so none is shown in part.
final class StopSequences {

    private final List<String> sequences;

    StopSequences(List<String> sequences) {
        this.sequences = List.copyOf(sequences);
    }

    /// How many `char`s at the end of the text are a sequence: the longest, if several end here; 0 if none does.
    int endOf(CharSequence text) {
        int longest = 0;
        for (String sequence : sequences) {
            if (sequence.length() > longest && endsWith(text, sequence, sequence.length())) {
                longest = sequence.length();
            }
        }
        return longest;
    }

    /// How many `char`s at the end of the text may be the beginning of a sequence.
    int heldBack(CharSequence text) {
        int longest = 0;
        for (String sequence : sequences) {
            for (int length = Math.min(sequence.length() - 1, text.length()); length > longest; length--) {
                if (endsWith(text, sequence, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    /// Whether the text ends with the first `length` chars of the sequence.
    private static boolean endsWith(CharSequence text, String sequence, int length) {
        int from = text.length() - length;
        if (from < 0) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (text.charAt(from + i) != sequence.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
