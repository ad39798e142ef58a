package dev.charloom.sampling;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the next character is drawn. The effects apply in the order temperature, top-k, top-p, min-p, typical, each to
/// what the one before has left, renormalised.
///
/// @param temperature divides the logits, 0 to 100; 0 always takes the most probable character, whatever
///     the rest says
/// @param topP nucleus sampling (Holtzman et al. 2019, "The Curious Case of Neural Text Degeneration"): only the
///     smallest set of characters, by descending probability, whose probability reaches this; above 0, up to 1 = off
/// @param topK only this many most probable characters, at least 1; null = off. Takes effect before `topP`
/// @param minP only characters at least this fraction as probable as the most probable one, 0 to 1; null = off
/// @param typicalP locally typical sampling (Meister et al. 2023, "Locally Typical Sampling"): only the smallest set of
///     characters, by the distance of their surprisal from the entropy, whose probability reaches this; above 0, up to
/// 1;
///     null = off
public record SamplingParams(
        double temperature,
        double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double typicalP) {

    /// @throws InvalidSamplingParams naming every component that is out of its range
    public SamplingParams {
        var wrong = new ArrayList<InvalidSamplingParams.Violation>();
        check(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100", wrong);
        check(topP > 0 && topP <= 1, "topP", topP, "above 0, at most 1", wrong);
        check(topK == null || topK >= 1, "topK", topK, "at least 1", wrong);
        check(minP == null || (minP >= 0 && minP <= 1), "minP", minP, "0 to 1", wrong);
        check(typicalP == null || (typicalP > 0 && typicalP <= 1), "typicalP", typicalP, "above 0, at most 1", wrong);
        if (!wrong.isEmpty()) {
            throw new InvalidSamplingParams(List.copyOf(wrong));
        }
    }

    /// Without locally typical sampling.
    public SamplingParams(double temperature, double topP, @Nullable Integer topK, @Nullable Double minP) {
        this(temperature, topP, topK, minP, null);
    }

    /// Temperature 1 and a nucleus of 0.9.
    public static SamplingParams defaults() {
        return new SamplingParams(1, 0.9, null, null);
    }

    /// Always the most probable character.
    public static SamplingParams greedy() {
        return new SamplingParams(0, 1, null, null);
    }

    /// The model's own distribution: temperature 1, nothing cut off.
    public static SamplingParams untruncated() {
        return new SamplingParams(1, 1, null, null);
    }

    private static void check(
            boolean ok,
            String name,
            @Nullable Object value,
            String allowed,
            List<InvalidSamplingParams.Violation> wrong) {
        if (!ok) {
            wrong.add(new InvalidSamplingParams.Violation(name, String.valueOf(value), allowed));
        }
    }
}
