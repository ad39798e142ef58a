package dev.charloom.sampling;

import java.util.List;

/// What is to be written.
///
/// @param prompt ids read before the first character is drawn, at least one; −1 is no character: the zero vector
/// @param texts how many texts, each drawn by itself after the same prompt
/// @param maxLength most characters of a text
/// @param stop sequences that end a text and are left out of it
/// @param seed with the same seed, text number i is the same whatever `texts` is
public record WritingTask(
        int[] prompt, int texts, int maxLength, SamplingParams sampling, List<String> stop, long seed) {

    public WritingTask {
        stop = List.copyOf(stop);
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one id");
        }
    }
}
