package dev.charloom.generation;

import dev.charloom.sampling.SamplingParams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How texts are written.
///
/// @param sampling how the next character is chosen
/// @param n how many texts, 1 to 10,000
/// @param maxLength most characters of a text, 1 to 1,000,000; n times it at most 10,000,000
/// @param stop sequences that end a text and are left out of it; at most 16, none empty
/// @param skipUnknown whether characters of the prompt that the model does not know are left out instead of refused
/// @param seed null to let the service choose one
public record GenerationParams(
        SamplingParams sampling,
        int n,
        int maxLength,
        List<String> stop,
        boolean skipUnknown,
        @Nullable Long seed) {

    public GenerationParams {
        stop = List.copyOf(stop);
        require(n >= 1 && n <= 10_000, "n must be 1 to 10000: " + n);
        require(maxLength >= 1 && maxLength <= 1_000_000, "maxLength must be 1 to 1000000: " + maxLength);
        require((long) n * maxLength <= 10_000_000, "n times maxLength must be at most 10000000");
        require(stop.size() <= 16 && stop.stream().noneMatch(String::isEmpty), "stop must be at most 16, none empty");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
