package dev.charloom.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which characters may be written, and which ones rather than others.
///
/// @param bias is added to the logits of characters, by code point; −100 to 100
/// @param allowed no other characters are written; null for all. The newline that ends a line is not affected
/// @param banned these characters are not written. A newline among them keeps lines from ending
/// @param regex the whole text matches it; null for none
public record CharacterRules(
        Map<Integer, Double> bias,
        @Nullable String allowed,
        String banned,
        @Nullable String regex) {

    public static final CharacterRules NONE = new CharacterRules(Map.of(), null, "", null);

    /// @throws InvalidSamplingParams if a bias is out of its range
    public CharacterRules {
        bias = Map.copyOf(bias);
        var wrong = new ArrayList<InvalidSamplingParams.Violation>();
        bias.forEach((codePoint, value) -> {
            if (!(value >= -100 && value <= 100)) {
                wrong.add(new InvalidSamplingParams.Violation(
                        "logitBias", Character.toString(codePoint) + ": " + value, "-100 to 100 for each character"));
            }
        });
        if (!wrong.isEmpty()) {
            throw new InvalidSamplingParams(List.copyOf(wrong));
        }
    }
}
