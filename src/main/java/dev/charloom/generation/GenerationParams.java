package dev.charloom.generation;

import dev.charloom.sampling.Decoding;
import dev.charloom.sampling.SamplingParams;
import dev.charloom.sampling.Search;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How texts are written.
///
/// @param decoding how the next character is chosen
/// @param search whether texts are drawn, chosen from several or searched for
/// @param n how many texts, 1 to 100,000
/// @param maxLength most characters of a text, 1 to 1,000,000; n times it at most 20,000,000
/// @param stop sequences that end a text and are left out of it; at most 16, none empty
/// @param logprobs how many alternatives are told with the log-probability of each character, 0 to 100; null to tell
///     none. All of them together are at most 5,000,000
/// @param skipUnknown whether characters of the prompt that the model does not know are left out instead of refused
/// @param seed null to let the service choose one
public record GenerationParams(
        Decoding decoding,
        Search search,
        int n,
        int maxLength,
        List<String> stop,
        @Nullable Integer logprobs,
        boolean skipUnknown,
        @Nullable Long seed) {

    public static final int MOST_TEXTS = 100_000;
    public static final int MOST_CHARACTERS = 1_000_000;
    public static final long MOST_IN_ALL = 20_000_000;

    /// Of all characters and their alternatives: each takes the memory of dozens of characters.
    public static final long MOST_LOG_PROBABILITIES = 5_000_000;

    public GenerationParams {
        stop = List.copyOf(stop);
        require(n >= 1 && n <= MOST_TEXTS, "n must be 1 to 100000: " + n);
        require(maxLength >= 1 && maxLength <= MOST_CHARACTERS, "maxLength must be 1 to 1000000: " + maxLength);
        require((long) n * maxLength <= MOST_IN_ALL, "n times maxLength must be at most 20000000");
        require(stop.size() <= 16 && stop.stream().noneMatch(String::isEmpty), "stop must be at most 16, none empty");
        require(logprobs == null || (logprobs >= 0 && logprobs <= 100), "logprobs must be 0 to 100: " + logprobs);
        require(
                logProbabilities(search.candidates(n), maxLength, logprobs) <= MOST_LOG_PROBABILITIES,
                "logprobs plus 1, times all characters, must be at most 5000000");
    }

    /// How many log-probabilities belong to texts, if each has its full length.
    ///
    /// @param logprobs alternatives of each character; null for none at all
    public static long logProbabilities(long texts, int maxLength, @Nullable Integer logprobs) {
        return logprobs == null ? 0 : texts * maxLength * (1 + logprobs);
    }

    /// Texts that are drawn, and nothing else.
    public GenerationParams(
            SamplingParams sampling,
            int n,
            int maxLength,
            List<String> stop,
            boolean skipUnknown,
            @Nullable Long seed) {
        this(Decoding.of(sampling), Search.draw(), n, maxLength, stop, null, skipUnknown, seed);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
