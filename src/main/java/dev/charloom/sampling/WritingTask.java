package dev.charloom.sampling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be written.
///
/// @param prompt ids read before the first character is drawn, at least one; −1 is no character: the zero vector
/// @param given how many of the last ids of the prompt a text goes on from; what stands before them, an opening or the
///     last character of an earlier text, is read, but no penalty counts it
/// @param begun how many of the last ids of the prompt the text begins with, so that the regular expression covers them
/// @param texts how many texts, each drawn by itself after the same prompt
/// @param maxLength most characters of a text, `begun` not counted
/// @param stop sequences that end a text and are left out of it
/// @param search whether the texts are drawn or searched for
/// @param logProbabilities how many alternatives are told with the log-probability of each character; null to tell
///     nothing
/// @param seed with the same seed, text number i is the same whatever `texts` is
/// @param firstDraw how many characters have been drawn with this seed already, where a text goes on from another
public record WritingTask(
        int[] prompt,
        int given,
        int begun,
        int texts,
        int maxLength,
        Decoding decoding,
        List<String> stop,
        Search search,
        @Nullable Integer logProbabilities,
        long seed,
        long firstDraw) {

    /// So many of the texts are written at once.
    public static final int MOST_AT_ONCE = 64;

    public WritingTask {
        stop = List.copyOf(stop);
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one id");
        }
    }

    /// The same task for another number of texts.
    public WritingTask with(int number) {
        return new WritingTask(
                prompt, given, begun, number, maxLength, decoding, stop, search, logProbabilities, seed, firstDraw);
    }

    /// A task that goes on with its whole prompt, and from nothing that was written before.
    public WritingTask(
            int[] prompt,
            int begun,
            int texts,
            int maxLength,
            Decoding decoding,
            List<String> stop,
            Search search,
            @Nullable Integer logProbabilities,
            long seed) {
        this(prompt, prompt.length, begun, texts, maxLength, decoding, stop, search, logProbabilities, seed, 0);
    }

    /// Texts that are drawn.
    public WritingTask(int[] prompt, int texts, int maxLength, SamplingParams sampling, List<String> stop, long seed) {
        this(prompt, 0, texts, maxLength, Decoding.of(sampling), stop, Search.draw(), null, seed);
    }
}
